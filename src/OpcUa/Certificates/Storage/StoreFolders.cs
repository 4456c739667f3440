namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Where things lie, as in the stores of other OPC UA products, so that files can be copied over:
/// <code>
/// own/            certificate.der, private-key.pem (PKCS #8, mode 0600)
/// trusted/certs   trusted/crl      peers and authorities that are trusted
/// issuers/certs   issuers/crl      authorities that complete chains
/// rejected/                        copies of what was refused
/// </code>
/// </summary>
sealed class StoreFolders
{
    public StoreFolders(string root)
    {
        Root = Path.GetFullPath(root);
        foreach (var folder in (string[])[TrustedCerts, TrustedLists, IssuerCerts, IssuerLists, Rejected]) Directory.CreateDirectory(folder);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Own);
        else
            Directory.CreateDirectory(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Root { get; }

    public string Own => Path.Combine(Root, "own");

    public string TrustedCerts => Path.Combine(Root, "trusted", "certs");

    public string TrustedLists => Path.Combine(Root, "trusted", "crl");

    public string IssuerCerts => Path.Combine(Root, "issuers", "certs");

    public string IssuerLists => Path.Combine(Root, "issuers", "crl");

    public string Rejected => Path.Combine(Root, "rejected");

    /// <summary>What a person types to change this store, whole: a machine may have several.</summary>
    public string TrustCommand(string arguments) =>
        $"brain opcua trust {arguments} --store {(Root.Contains(' ', StringComparison.Ordinal) ? $"'{Root}'" : Root)}";

    /// <summary>The path as people see it in faults.</summary>
    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>The files of a folder, without those that are still being written and hidden ones.</summary>
    /// <exception cref="IOException">There is no such folder, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<FileInfo> Files(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => !file.Name.StartsWith('.') && !file.Name.EndsWith(StoreFiles.Unfinished, StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];
}
