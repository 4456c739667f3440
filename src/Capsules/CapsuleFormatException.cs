namespace Jinan.IndustryBrain.Capsules;

/// <summary>The capsule is not what the format says; the message names what is wrong and what is expected.</summary>
public sealed class CapsuleFormatException : Exception
{
    public CapsuleFormatException(string message)
        : base(message)
    {
    }

    public CapsuleFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
