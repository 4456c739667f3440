using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Capsules;

/// <summary>The capsule is not what the format says; the message names what is wrong and what is expected.</summary>
public sealed class CapsuleFormatException : Exception
{
    public CapsuleFormatException(string message, RefusalReason reason = RefusalReason.BadDeclaration)
        : base(message) => Reason = reason;

    public CapsuleFormatException(string message, Exception inner, RefusalReason reason = RefusalReason.BadDeclaration)
        : base(message, inner) => Reason = reason;

    /// <summary>Which rule of the format is broken.</summary>
    public RefusalReason Reason { get; }
}
