using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>How a connection is secured. Made with <c>new</c>, it asks for the best that the server has; <see cref="None"/> asks for nothing.</summary>
public sealed record SecuritySettings
{
    /// <summary>No signatures, no encryption, no certificates.</summary>
    public static SecuritySettings None { get; } = new() { Policy = SecurityPolicyChoice.None, Mode = SecurityMode.None };

    /// <summary>The security policy. What the server does not offer is not replaced by something weaker.</summary>
    public SecurityPolicyChoice Policy { get; init; } = SecurityPolicyChoice.Best;

    /// <summary>Whether messages are signed, or encrypted as well.</summary>
    public SecurityMode Mode { get; init; } = SecurityMode.SignAndEncrypt;

    /// <summary>This application's certificate with its key; needed unless <see cref="Policy"/> is None. It stays the caller's and must live as long as the connection.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>
    /// Decides whether the server's certificate is trusted; needed unless <see cref="Policy"/> is None, and there too where a
    /// password is to be encrypted for the server.
    /// </summary>
    public ICertificateValidator? Validator { get; init; }

    internal bool IsNone => Policy is SecurityPolicyChoice.None;

    internal void AddFaults(List<string> faults)
    {
        if (!Enum.IsDefined(Policy)) faults.Add($"Security.Policy {Policy} is not a policy.");
        if (!Enum.IsDefined(Mode)) faults.Add($"Security.Mode {Mode} is not a mode.");
        if (IsNone)
        {
            if (Mode is not SecurityMode.None)
                faults.Add($"Security.Mode {Mode} does not go with policy None: choose a policy, or set the mode to None.");
            return;
        }

        if (Mode is SecurityMode.None)
            faults.Add($"Security.Mode None does not go with policy {Policy}: set it to Sign or SignAndEncrypt, or the policy to None.");
        if (Certificate is null)
            faults.Add($"Security.Certificate is missing: policy {Policy} needs this application's certificate and its key.");
        if (Validator is null)
            faults.Add($"Security.Validator is missing: policy {Policy} needs somebody to decide whether the server is trusted.");
    }
}
