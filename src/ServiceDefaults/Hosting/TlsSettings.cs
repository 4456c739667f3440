using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>Section <c>Tls</c>: the certificate for addresses of this service that begin with https.</summary>
internal static class TlsSettings
{
    public const string Section = "Tls";

    /// <returns>Null where none is configured.</returns>
    public static TlsFiles? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return section["Certificate"] is { Length: > 0 } certificate
            ? new TlsFiles(certificate, Text(section["Key"]), Text(section["PasswordFile"]))
            : null;
    }

    /// <exception cref="ServiceStartException">The certificate cannot be used.</exception>
    public static void UseTls(this KestrelServerOptions kestrel, TlsFiles files, TimeProvider time)
    {
        var current = Load(files, time);
        kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = current.Certificate.Leaf;
            https.ServerCertificateChain = current.Certificate.Chain;
            https.OnAuthenticate = (_, options) => options.ServerCertificateContext = current.Certificate.Context;
        });
    }

    private static CurrentTls Load(TlsFiles files, TimeProvider time)
    {
        try
        {
            return new CurrentTls(files, time);
        }
        catch (TlsFileException e)
        {
            throw new ServiceStartException(e.Message, e);
        }
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
