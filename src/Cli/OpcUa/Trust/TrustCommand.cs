using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Cli.OpcUa.Trust;

/// <summary><c>brain opcua trust</c>: whose certificates are trusted, and our own one, which the servers have to trust.</summary>
internal static class TrustCommand
{
    public static Command Create() => new("trust", "Certificates: shows, trusts and rejects those of servers, and shows our own.")
    {
        List(), Add(), Reject(), Own(),
    };

    private static Command List()
    {
        var command = new Command("list", "Shows all certificates of the store, and what needs a person.") { StoreOption.Store };
        command.SetAction((parsed, _) => ReportedAsync(parsed, store =>
        {
            var (certificates, faults) = (store.Certificates(), store.Faults());
            if (parsed.GetValue(CommonOptions.Json))
            {
                JsonLines.Write(new { folder = store.Folder, certificates, revocationLists = store.RevocationLists(), faults });
                return 0;
            }

            Console.WriteLine(store.Folder);
            Terminal.WriteTable(
                ["folder", "fingerprint (SHA-256)", "subject", "application uri", "valid until"],
                [
                    .. certificates.OrderBy(certificate => certificate.Folder).Select(certificate => (IReadOnlyList<string>)
                    [
                        certificate.Folder.ToString().ToLowerInvariant(), certificate.Fingerprint, certificate.Subject,
                        certificate.ApplicationUri ?? "-", certificate.NotAfter.ToString("yyyy-MM-dd"),
                    ]),
                ]);
            foreach (var list in store.RevocationLists())
                Console.WriteLine($"revocation list of {list.Issuer}: {list.Count} certificates, of {list.ThisUpdate:yyyy-MM-dd}, the next due {list.NextUpdate?.ToString("yyyy-MM-dd") ?? "never"}");
            foreach (var fault in faults)
                Console.WriteLine($"{fault.File}: {fault.Message}");
            return 0;
        }));
        return command;
    }

    private static Command Add()
    {
        var what = new Argument<string>("certificate") { Description = "Fingerprint of a rejected certificate (8 digits or more), or a file (DER or PEM)" };
        var issuer = new Option<bool>("--issuer") { Description = "The file holds authorities that complete chains; no trust is given" };
        var list = new Option<bool>("--crl") { Description = "The file is a revocation list" };
        var command = new Command("add", "Trusts a certificate from now on. Compare its fingerprint with the one that the server shows first.") { what, issuer, list, StoreOption.Store };
        command.SetAction((parsed, _) => ReportedAsync(parsed, store =>
        {
            var text = parsed.GetValue(what)!;
            if ((parsed.GetValue(issuer) || parsed.GetValue(list)) && !File.Exists(text))
                throw new CommandException($"There is no file '{text}'.");
            return Tell(parsed, parsed.GetValue(issuer) ? store.ImportIssuer(text)
                : parsed.GetValue(list) ? store.ImportRevocationList(text)
                : File.Exists(text) ? store.TrustFile(text)
                : store.Trust(text));
        }));
        return command;
    }

    private static Command Reject()
    {
        var what = new Argument<string>("fingerprint") { Description = "SHA-256 in hex, its first eight digits or more" };
        var command = new Command("reject", "Trusts a certificate no longer; it is kept among the rejected ones.") { what, StoreOption.Store };
        command.SetAction((parsed, _) => ReportedAsync(parsed, store => Tell(parsed, store.Reject(parsed.GetValue(what)!))));
        return command;
    }

    private static Command Own()
    {
        var command = new Command("own", "Shows our own certificate, which servers have to trust; it is made on first use.") { StoreOption.Store };
        command.SetAction((parsed, _) => ReportedAsync(parsed, store =>
        {
            using var own = store.LoadOrCreateOwn(OwnCertificate.Request);
            var stored = store.Certificates().FirstOrDefault(certificate => certificate.Folder == CertificateFolder.Own && certificate.Fingerprint == own.Fingerprint);
            if (parsed.GetValue(CommonOptions.Json))
            {
                JsonLines.Write(new { fingerprint = own.Fingerprint, subject = own.Certificate.Subject, applicationUri = own.ApplicationUri, file = stored?.File });
            }
            else
            {
                Console.WriteLine($"{own.Certificate.Subject}, {own.ApplicationUri}");
                Console.WriteLine($"fingerprint (SHA-256) {own.Fingerprint}");
                Console.WriteLine($"file to import at the server: {stored?.File}");
            }

            return 0;
        }));
        return command;
    }

    private static int Tell(ParseResult parsed, TrustResult result)
    {
        if (parsed.GetValue(CommonOptions.Json))
            JsonLines.Write(new { ok = result.Succeeded, certificate = result.Certificate, message = result.Message });
        else if (result.Succeeded)
            Console.WriteLine(result.Message);
        else
            Console.Error.WriteLine(result.Message);
        return result.Succeeded ? 0 : 1;
    }

    private static Task<int> ReportedAsync(ParseResult parsed, Func<CertificateStore, int> action) => ServerFailures.ReportedAsync(() =>
    {
        var folder = StoreOption.PathOf(parsed.GetValue(StoreOption.Store));
        try
        {
            using var store = new CertificateStore(folder);
            return Task.FromResult(action(store));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException($"{folder} cannot be used: {e.Message}");
        }
    });
}
