using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Collector.Endpoints;

/// <summary>Whom a factory's collector trusts, whom it refused, and by which certificate it is known itself.</summary>
internal static class CertificateEndpoints
{
    public static void MapCertificates(this IEndpointRouteBuilder app) => app.MapGet("/certificates", Get);

    private static IResult Get(CollectorService service, TimeProvider time, string factory)
    {
        if (service.Find(factory) is not { } collector)
            return CollectorEndpoints.UnknownFactory(factory);
        var store = collector.Certificates.Store;
        var all = store.Certificates().ToLookup(certificate => certificate.Folder, certificate => CertificateEntry.Of(certificate, time));
        return Results.Json(
            new CertificatesReport(
                factory,
                store.Folder,
                [.. all[CertificateFolder.Own]],
                [.. all[CertificateFolder.Trusted]],
                [.. all[CertificateFolder.Issuers]],
                [.. all[CertificateFolder.Rejected]],
                [.. store.Faults().Select(fault => $"{fault.File}: {fault.Message}")]),
            AnswersJson.Default.CertificatesReport);
    }
}

/// <summary>The answer of <c>GET /certificates</c>.</summary>
/// <param name="Factory">The factory.</param>
/// <param name="Folder">The folder of its store, for <c>brain opcua trust --store</c>.</param>
/// <param name="Own">Our own; empty while none was needed.</param>
/// <param name="Trusted">Servers, and authorities, that are trusted.</param>
/// <param name="Issuers">Authorities that complete chains and give no trust.</param>
/// <param name="Rejected">What was refused.</param>
/// <param name="Faults">What needs a person.</param>
internal sealed record CertificatesReport(
    string Factory, string Folder, IReadOnlyList<CertificateEntry> Own, IReadOnlyList<CertificateEntry> Trusted,
    IReadOnlyList<CertificateEntry> Issuers, IReadOnlyList<CertificateEntry> Rejected, IReadOnlyList<string> Faults);

/// <summary>A certificate of a store.</summary>
internal sealed record CertificateEntry(
    string Fingerprint, string Subject, string Issuer, string? ApplicationUri, IReadOnlyList<string> HostNames, DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil, int DaysLeft, bool IsAuthority, string File)
{
    public static CertificateEntry Of(StoredCertificate stored, TimeProvider time) => new(
        stored.Fingerprint, stored.Subject, stored.Issuer, stored.ApplicationUri, stored.HostNames, stored.NotBefore, stored.NotAfter,
        (int)Math.Floor((stored.NotAfter - time.GetUtcNow()).TotalDays), stored.IsAuthority, Path.GetFileName(stored.File));
}
