using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>One step of OPC 10000-4, 6.1.3 that a certificate failed.</summary>
/// <param name="Status">The step's code.</param>
/// <param name="Form">What is wrong and what to do, before anything is put in: for whoever says it in another language.</param>
/// <param name="Values">What is put in, numbers and times as invariant text; names of the peer are cleaned of what is not to be seen.</param>
public sealed record CertificateFinding(StatusCode Status, CertificateFindingForm Form, IReadOnlyList<string> Values)
{
    /// <summary>What is wrong and what to do, in English.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Form.English, [.. Values]);
}

/// <summary>A finding before anything is put in.</summary>
/// <param name="Name">Never changes its meaning.</param>
/// <param name="English">With <c>{0}</c> and so on for what is put in.</param>
public sealed record CertificateFindingForm(string Name, string English);
