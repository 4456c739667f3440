using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>The collector against a server that is secured, over a socket.</summary>
public sealed class SecuredCollectorTests
{
    private const string Signal = "name: s0, node: s0, type: double";

    [Fact]
    public async Task Collect_ServerNotTrusted_SaysWhatToDoAndConnectsOnceTrusted()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri);
        await using var workshop = Secured(certificate);
        await using var collector = await workshop.CollectAsync(workshop.Configuration("security: { policy: Best }", Signal));
        await Workshop.UntilAsync(() => collector.Reports()[0] is { Attempts: > 1, Security.ServerCertificate: not null }, "two refused attempts");

        var report = collector.Reports()[0];
        var shown = report.Security.ServerCertificate!;
        Assert.Equal((certificate.Fingerprint, false, "BadCertificateUntrusted"), (shown.Fingerprint, shown.IsTrusted, shown.Status));
        Assert.Contains($"brain opcua trust add {certificate.Fingerprint} --store ", shown.WhatToDo, StringComparison.Ordinal);
        Assert.Contains(certificate.Fingerprint, report.LastError, StringComparison.Ordinal);
        Assert.Equal("BadCertificateUntrusted", report.LastErrorStatus);
        Assert.Contains(collector.Certificates.Store.Certificates(), stored => stored is { Folder: CertificateFolder.Rejected } && stored.Fingerprint == certificate.Fingerprint);

        Assert.True(collector.Certificates.Store.Trust(certificate.Fingerprint).Succeeded);
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Number == 1), "the value over the secured channel");
        report = collector.Reports()[0];
        Assert.True(report.Security.ServerCertificate!.IsTrusted);
        Assert.Equal(("Best", "SignAndEncrypt"), (report.Security.Policy, report.Security.Mode));
        Assert.InRange(report.Security.OwnCertificate!.DaysLeft, 1_800, 1_826);
        Assert.Empty(collector.Expiring());
        var own = Assert.Single(collector.Certificates.Store.Certificates(), stored => stored.Folder == CertificateFolder.Own);
        Assert.Equal("urn:jinan:industrybrain:collector:auto-01", own.ApplicationUri);
    }

    [Fact]
    public async Task Collect_ServerCertificateAboutToEnd_IsSaid()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri, days: 12);
        await using var workshop = Secured(certificate);
        await using var collector = await CollectTrustingAsync(workshop, certificate, "security: { policy: Basic256Sha256, mode: Sign }");
        Assert.Equal(11, collector.Reports()[0].Security.ServerCertificate!.DaysLeft);
        Assert.Contains("ends in 11 days", Assert.Single(collector.Expiring()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnCertificate_RenewedWhileRunning_IsUsedWithoutARestartAndNothingIsMissing()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri);
        await using var workshop = Secured(certificate);
        await using var collector = await CollectTrustingAsync(workshop, certificate, "security: { policy: Best }");
        var before = collector.Reports()[0].Security.OwnCertificate!.Fingerprint;
        using var renewed = collector.Certificates.Store.RenewOwn(new ApplicationCertificateRequest
        {
            ApplicationUri = "urn:jinan:industrybrain:collector:auto-01", ApplicationName = "Collector auto-01",
        });
        Assert.NotEqual(before, renewed.Fingerprint);
        await Workshop.UntilAsync(
            () => collector.Reports() is [{ State: "Running" } report] && report.Security.OwnCertificate!.Fingerprint == renewed.Fingerprint,
            "the connection with the renewed certificate");
        workshop.Space.TryFind(workshop.Id("s0"), out var node);
        Workshop.Set((VariableNode)node!, 2.0);
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Number == 2), "a value over the new channel");
        Assert.DoesNotContain(Workshop.Coverage(collector, 0), piece => piece.Reason is not null);
    }

    [Fact]
    public async Task User_TokenThatExpired_IsReadAgainForTheNextAttempt()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri);
        await using var workshop = Secured(certificate, options => options with { ValidateIssuedToken = token => token == "fresh" ? "operator" : null });
        var file = Secret(workshop, "token", "stale");
        await using var collector = await CollectAsync(workshop, certificate, "user: { tokenFile: token }");
        await Workshop.UntilAsync(() => collector.Reports()[0] is { LastErrorStatus: not null }, "the refusal of the stale token");
        Assert.DoesNotContain("stale", collector.Reports()[0].LastError, StringComparison.Ordinal);
        Secret(workshop, "token", "");
        await Workshop.UntilAsync(() => collector.Reports()[0].LastError!.Contains("its first line is empty", StringComparison.Ordinal), "the empty file");
        File.WriteAllText(file, "fresh\n");
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Number == 1), "the value for the fresh token");
    }

    [Fact]
    public async Task User_ByPasswordAndByCertificate_IsLetIn()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri);
        using var person = Workshop.MakeCertificate("urn:test:person");
        await using var workshop = Secured(certificate, options => options with
        {
            ValidateUser = (name, password) => (name, password) == ("operator", "right"),
            ValidateUserCertificate = shown => shown.RawDataMemory.Span.SequenceEqual(person.Certificate.RawDataMemory.Span),
        });
        Secret(workshop, "password", "right\n");
        await using (await CollectAsync(workshop, certificate, "user: { name: operator, passwordFile: password }"))
            await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Number == 1), "the value for the password");

        workshop.Space.TryFind(workshop.Id("s0"), out var node);
        Workshop.Set((VariableNode)node!, 2.0);
        Secret(workshop, "user.pem", person.Certificate.ExportCertificatePem());
        using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(person.Certificate)!;
        Secret(workshop, "user.key", key.ExportPkcs8PrivateKeyPem());
        await using var collector = await CollectAsync(workshop, certificate, "user: { certificateFile: user.pem, keyFile: user.key }");
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Number == 2), "the value for the certificate");
    }

    private static Task<FactoryCollector> CollectAsync(Workshop workshop, ApplicationCertificate server, string user)
    {
        Trust(workshop, server);
        return workshop.CollectAsync(workshop.Configuration($"security: {{ policy: Aes256_Sha256_RsaPss }}\n{user}", Signal));
    }

    private static async Task<FactoryCollector> CollectTrustingAsync(Workshop workshop, ApplicationCertificate server, string security)
    {
        Trust(workshop, server);
        var collector = await workshop.CollectAsync(workshop.Configuration(security, Signal));
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Number == 1), "the first value");
        return collector;
    }

    private static void Trust(Workshop workshop, ApplicationCertificate server)
    {
        using var store = new CertificateStore(workshop.Folder.Of("pki"));
        File.WriteAllBytes(Path.Combine(store.Folder, "trusted", "certs", "server.der"), server.Certificate.RawData);
    }

    private static string Secret(Workshop workshop, string name, string content)
    {
        var path = Path.Combine(workshop.Folder.Of("factories", "auto-01"), name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static Workshop Secured(ApplicationCertificate certificate, Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var workshop = new Workshop(options =>
        {
            var secured = options with { Certificate = certificate, Validator = new TrustingValidator(), Security = [new(OpcUa.SecureChannel.SecurityPolicyChoice.Basic256Sha256, OpcUa.SecureChannel.SecurityMode.Sign), .. OfferedSecurity.Encrypted] };
            return change?.Invoke(secured) ?? secured;
        });
        workshop.Add("s0", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        workshop.Server.Start();
        return workshop;
    }
}
