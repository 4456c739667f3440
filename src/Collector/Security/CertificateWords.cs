using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Collector.Security;

/// <summary>What is wrong with a certificate, as sentences with codes.</summary>
internal static class CertificateWords
{
    public static IReadOnlyList<SaidAnswer> Of(CertificateVerdict verdict) =>
        [.. verdict.Findings.Select(finding => new SaidAnswer(finding.Message, new SentenceCode(CollectorSentences.Verdict + finding.Form.Name, finding.Values)))];
}
