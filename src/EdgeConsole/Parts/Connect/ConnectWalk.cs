using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>How far somebody has come with connecting a server. Of one page; used by its renderer alone.</summary>
public sealed class ConnectWalk
{
    /// <summary>As many as the collector takes.</summary>
    public const int MostSignals = 10_000;

    private readonly List<ChosenSignal> _signals = [];
    private readonly Dictionary<string, ChosenSignal> _byNode = new(StringComparer.Ordinal);
    private string? _url;

    /// <summary>Something changed that others show.</summary>
    public event Action? Changed;

    public string Factory { get; set; } = "";

    /// <summary>Of a new factory.</summary>
    public string Enterprise { get; set; } = "";

    /// <summary>Of a new factory.</summary>
    public string Sector { get; set; } = "";

    public bool IsNewFactory { get; set; } = true;

    public string AssetType { get; set; } = "machine";

    public double PublishingMs { get; set; } = 1_000;

    public DiscoveryAnswer? Discovery { get; private set; }

    public EndpointAnswer? Endpoint { get; private set; }

    /// <summary>The certificate of the endpoint that is chosen; null where it needs none.</summary>
    public OfferedCertificateAnswer? Certificate => Endpoint is { IsSecured: true } endpoint
        ? Discovery?.Certificates.FirstOrDefault(certificate => certificate.Fingerprint == endpoint.Fingerprint)
        : null;

    public SessionAnswer? Session { get; private set; }

    /// <summary>The session ended by itself.</summary>
    public bool HasLostSession { get; private set; }

    public IReadOnlyList<ChosenSignal> Signals => _signals;

    /// <summary>Grows with each change of the signals.</summary>
    public int Version { get; private set; }

    public bool IsChosen(string node) => _byNode.ContainsKey(node);

    public void Discovered(DiscoveryAnswer discovery)
    {
        // What was chosen at one server is nothing at another.
        if (_url != discovery.Url)
            Clear();
        _url = discovery.Url;
        (Discovery, Session, HasLostSession) = (discovery, null, false);
        Endpoint = discovery.Endpoints.FirstOrDefault(endpoint => endpoint.IsRecommended);
        Changed?.Invoke();
    }

    /// <summary>What was asked for was of another factory.</summary>
    public void Forget()
    {
        (Discovery, Endpoint, Session, HasLostSession) = (null, null, null, false);
        Changed?.Invoke();
    }

    public void Choose(EndpointAnswer endpoint)
    {
        (Endpoint, Session) = (endpoint, null);
        Changed?.Invoke();
    }

    public void Trusted(OfferedCertificateAnswer certificate)
    {
        Discovery = Discovery! with
        {
            Certificates = [.. Discovery.Certificates.Select(known => known.Fingerprint == certificate.Fingerprint ? certificate : known)],
        };
        Changed?.Invoke();
    }

    public void Opened(SessionAnswer? session)
    {
        (Session, HasLostSession) = (session, false);
        Changed?.Invoke();
    }

    public void LostSession()
    {
        (Session, HasLostSession) = (null, true);
        Changed?.Invoke();
    }

    /// <returns>How many were new, and how many there was no room for.</returns>
    public (int Added, int NoRoom) Add(IEnumerable<SignalChoice> choices)
    {
        var (added, noRoom) = (0, 0);
        foreach (var choice in choices)
        {
            if (_byNode.ContainsKey(choice.Node))
                continue;
            if (_signals.Count >= MostSignals)
            {
                noRoom++;
                continue;
            }

            var signal = new ChosenSignal(choice);
            _byNode.Add(choice.Node, signal);
            _signals.Add(signal);
            added++;
        }

        Edited();
        return (added, noRoom);
    }

    public void Remove(string node)
    {
        if (_byNode.Remove(node, out var signal))
            _signals.Remove(signal);
        Edited();
    }

    public void Clear()
    {
        _signals.Clear();
        _byNode.Clear();
        Edited();
    }

    /// <summary>Somebody changed a signal.</summary>
    public void Edited()
    {
        Version++;
        Changed?.Invoke();
    }

    public IReadOnlyList<SignalChoice> Choices() => [.. _signals.Select(signal => signal.ToChoice())];
}
