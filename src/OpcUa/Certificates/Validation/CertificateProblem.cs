using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>One step of OPC 10000-4, 6.1.3 that a certificate failed.</summary>
/// <param name="Status">The step's code.</param>
/// <param name="Message">What is wrong and what to do.</param>
readonly record struct CertificateProblem(StatusCode Status, string Message);
