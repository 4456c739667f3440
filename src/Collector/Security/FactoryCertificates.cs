using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Collector.Security;

/// <summary>
/// One factory's certificates: its own, by which servers know this factory's collector, and whom it trusts. Factories share
/// nothing here. Thread-safe.
/// </summary>
internal sealed class FactoryCertificates : IDisposable
{
    private readonly string _factory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly List<ApplicationCertificate> _loaded = [];

    /// <param name="factory">The factory's id.</param>
    /// <param name="folder">The store's folder; it is made.</param>
    /// <param name="time">The clock that validity is measured by.</param>
    /// <param name="logger">Where refusals are said.</param>
    public FactoryCertificates(string factory, string folder, TimeProvider time, ILogger logger)
    {
        _factory = factory;
        _time = time;
        _logger = logger;
        Store = new CertificateStore(folder, time);
        Store.Rejected += Say;
    }

    public CertificateStore Store { get; }

    /// <summary>The certificate in use; null while none was needed.</summary>
    public ApplicationCertificate? OwnInUse
    {
        get
        {
            lock (_gate)
                return _loaded is [.., var newest] ? newest : null;
        }
    }

    /// <summary>The uri that names a factory's collector to servers.</summary>
    public static string ApplicationUriOf(string factory) => $"urn:jinan:industrybrain:collector:{factory}";

    /// <summary>The certificate in use; loaded, or made on the first start. It stays this object's.</summary>
    /// <exception cref="InvalidDataException">What is in <c>own/</c> cannot be used; the message says what to do.</exception>
    public ApplicationCertificate Own()
    {
        lock (_gate)
        {
            if (_loaded.Count == 0)
                Load();
            return _loaded[^1];
        }
    }

    /// <summary>Looks whether somebody put another certificate into <c>own/</c>, or renewed it there.</summary>
    /// <returns>True where <see cref="Own"/> is another one from now on; channels that are open keep theirs.</returns>
    public bool TryTakeReplaced()
    {
        lock (_gate)
        {
            if (_loaded.Count == 0)
                return false;
            var there = Store.Certificates().FirstOrDefault(certificate => certificate.Folder == CertificateFolder.Own);
            if (there is null || there.Fingerprint == _loaded[^1].Fingerprint)
                return false;
            try
            {
                Load();
                return true;
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // Perhaps the key is still on its way: the next look finds both.
                Log.OwnCertificateRefused(_logger, _factory, fault.Message);
                return false;
            }
        }
    }

    /// <summary>What decides on the certificate of one connection's server.</summary>
    public ServerTrust TrustOf() => new(Store, _time);

    /// <summary>How the certificate in use looks; null while none was needed.</summary>
    public CertificateReport? OwnReport() => OwnInUse is { } own
        ? CertificateReport.Of(own.Certificate, own.Fingerprint, own.DaysLeft(_time))
        : null;

    public void Dispose()
    {
        Store.Rejected -= Say;
        Store.Dispose();
        lock (_gate)
        {
            foreach (var certificate in _loaded)
                certificate.Dispose();
            _loaded.Clear();
        }
    }

    // The ones before are kept until the end: connections that are being stopped may still sign with them.
    private void Load()
    {
        var own = Store.LoadOrCreateOwn(new ApplicationCertificateRequest
        {
            ApplicationUri = ApplicationUriOf(_factory),
            ApplicationName = Shortened($"Collector {_factory}"),
            Organization = "Jinan Industry Brain",
        });
        _loaded.Add(own);
        Log.OwnCertificate(_logger, _factory, own.Fingerprint, own.Certificate.NotAfter.ToUniversalTime());
    }

    private void Say(CertificateRejection rejection) =>
        Log.CertificateRefused(_logger, _factory, rejection.Source ?? "", rejection.Fingerprint, rejection.Verdict.Message ?? "");

    // The common name of a certificate has room for 64 characters (RFC 5280, ub-common-name), a factory's id may have as many.
    private static string Shortened(string name) => name.Length <= 64 ? name : name[..64];
}
