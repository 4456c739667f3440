using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>A file in the capsules folder and what became of it.</summary>
/// <param name="State"><c>in service</c>, <c>refused</c> or <c>superseded</c>.</param>
/// <param name="Reason">Why it is refused, a word for machines.</param>
/// <param name="Message">The same for people, and what to do.</param>
internal sealed record CapsuleStatus(
    string File, string? Capsule, string? Version, string? Publisher, string? Digest, string State, string? Reason, string? Message)
{
    public const string InService = "in service";
    public const string RefusedState = "refused";
    public const string Superseded = "superseded";

    public static CapsuleStatus Of(string file, VerifiedCapsule capsule, string state, string? message) => new(
        file, capsule.Declaration.Id, capsule.Declaration.Version, capsule.Declaration.Publisher, capsule.Digest, state, null, message);

    /// <summary>Which sentence the message is; null for the details of a refusal, and for words of the system.</summary>
    public SentenceCode? MessageCode { get; private init; }

    public CapsuleStatus With(Sentence said) => this with { Message = said.Text, MessageCode = said.Code };

    public static CapsuleStatus Of(string file, CapsuleVerdict.Refused refused) =>
        new(file, null, null, null, null, RefusedState, refused.Reason.ToString(), refused.Message);
}
