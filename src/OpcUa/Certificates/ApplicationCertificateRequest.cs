namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>What our own certificate shall say when one has to be made (OPC 10000-6, 6.2.2).</summary>
public sealed record ApplicationCertificateRequest
{
    /// <summary>The uri of this application, one of a kind, for instance <c>urn:edge-7:jinan:collector</c>. Peers compare it.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>Common name.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>Who runs the application; left out where null.</summary>
    public string? Organization { get; init; }

    /// <summary>DNS names and addresses under which it is reached; the machine's name where empty.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Bits of the RSA key, 2048 to 4096. More than 2048 costs small PLCs seconds at every channel.</summary>
    public int KeySize { get; init; } = CertificateStore.MinKeySize;

    /// <summary>
    /// How long it is valid. Each renewal has to be trusted again by every peer, by hand: not shorter than people can keep up with.
    /// </summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(5 * 365);

    /// <summary>Everything that is wrong, empty when it can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!Uri.TryCreate(ApplicationUri, UriKind.Absolute, out _) || !System.Text.Ascii.IsValid(ApplicationUri))
            faults.Add($"ApplicationUri: '{ApplicationUri}' is not a URI in ASCII, like urn:edge-7:jinan:collector.");
        if (string.IsNullOrWhiteSpace(ApplicationName) || ApplicationName.Length > 64) faults.Add("ApplicationName: 1 to 64 characters.");
        if (Organization is { Length: 0 or > 64 }) faults.Add("Organization: 1 to 64 characters, or null.");
        if (HostNames.Any(host => string.IsNullOrWhiteSpace(host) || !System.Text.Ascii.IsValid(Certificates.HostNames.Normalize(host))))
            faults.Add("HostNames: an empty name, or one that is no host name.");
        if (KeySize is < CertificateStore.MinKeySize or > CertificateStore.MaxKeySize || KeySize % 1_024 != 0) faults.Add("KeySize: 2048, 3072 or 4096.");
        if (Lifetime < TimeSpan.FromMinutes(1) || Lifetime > TimeSpan.FromDays(30 * 365)) faults.Add("Lifetime: one minute to 30 years.");
        return faults;
    }
}
