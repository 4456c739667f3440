using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>A short-lived session with a server, for somebody who looks for signals. Thread-safe.</summary>
internal sealed class BrowseSession : IAsyncDisposable
{
    private readonly FactoryCertificates _certificates;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private Task? _indexing;
    private TreeIndex? _index;

    private BrowseSession(string id, SessionTarget target, OpcUaConnection client, FactoryCertificates certificates, ConnectingLimits limits)
    {
        Id = id;
        Target = target;
        Client = client;
        Limits = limits;
        _certificates = certificates;
        Variables = new VariableReader(client);
        Children = new NodeChildren(client, Variables, limits);
    }

    public string Id { get; }

    public SessionTarget Target { get; }

    public OpcUaConnection Client { get; }

    public ConnectingLimits Limits { get; }

    public VariableReader Variables { get; }

    public NodeChildren Children { get; }

    /// <summary>Only one trial at a time may read the connection's notifications.</summary>
    public SemaphoreSlim Trying { get; } = new(1, 1);

    /// <summary>The certificate by which the server knows us; null without security.</summary>
    public string? OwnFingerprint => _certificates.OwnInUse?.Fingerprint;

    /// <exception cref="ConnectingException">The server cannot be reached or refuses; the message says what to do.</exception>
    public static async Task<BrowseSession> OpenAsync(
        string id, SessionTarget target, EdgeOptions edge, ConnectingLimits limits, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var certificates = new FactoryCertificates(target.Factory, edge.StateOf("pki", target.Factory), time, logger);
        var trust = certificates.TrustOf();
        OpcUaConnection? client = null;
        try
        {
            client = new OpcUaConnection(OptionsOf(target, certificates, trust, limits), time);
            client.Start();
            await foreach (var happened in client.Events.ReadAllAsync(cancellationToken))
            {
                switch (happened)
                {
                    case Connected:
                        return new BrowseSession(id, target, client, certificates, limits);
                    case ConnectionLost lost:
                        throw new OpcUaException(lost.Status, $"{target.Url}: {lost.Reason}");
                }
            }

            throw new OpcUaException(StatusCodes.BadConnectionClosed, $"{target.Url} was closed while it was being connected.");
        }
        catch (Exception fault)
        {
            if (client is not null)
                await client.DisposeAsync();
            certificates.Dispose();
            if (ConnectingException.IsOfServer(fault) || fault is InvalidDataException)
                throw ConnectingException.Of(fault.Message, fault, FindingsOn(fault, trust));
            throw;
        }
    }

    /// <summary>What is known of the tree; looking through it begins with the first call.</summary>
    public TreeIndex Index()
    {
        lock (_gate)
        {
            _index ??= new TreeIndex(Client, ObjectIds.ObjectsFolder, "Objects", Limits.IndexedNodes);
            // It ends early only where the server failed: the next one who searches tries again from there.
            if (_indexing is null or { IsCompleted: true } && !_index.Progress().IsComplete)
                _indexing = Task.Run(() => _index.BuildAsync(_ended.Token));
            return _index;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        Task? indexing;
        lock (_gate)
            indexing = _indexing;
        if (indexing is not null)
            await indexing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Client.DisposeAsync();
        _certificates.Dispose();
        _ended.Dispose();
        Variables.Dispose();
        Trying.Dispose();
    }

    // Where the certificate is what the attempt failed for.
    private static IReadOnlyList<SaidAnswer>? FindingsOn(Exception fault, ServerTrust trust) =>
        fault is OpcUaException known && trust.Report() is { IsTrusted: false } refused && refused.Status == known.StatusCode.ToString() ? refused.Findings : null;

    private static ConnectionOptions OptionsOf(
        SessionTarget target, FactoryCertificates certificates, ServerTrust trust, ConnectingLimits limits) => new()
    {
        EndpointUrl = target.Url,
        ApplicationUri = FactoryCertificates.ApplicationUriOf(target.Factory),
        ApplicationName = "Jinan Industry Brain Collector",
        SessionName = $"{target.Factory}/connect",
        Security = new SecuritySettings
        {
            Policy = target.Policy,
            Mode = target.Mode,
            Certificate = target.Policy == SecurityPolicyChoice.None ? null : certificates.Own(),
            Validator = trust,
        },
        Identity = target.UserName is { Length: > 0 } name ? UserIdentity.WithPassword(name, target.Password ?? "") : UserIdentity.Anonymous,
        ConnectTimeout = limits.Patience,
        RequestTimeout = limits.Patience,
        SessionTimeout = TimeSpan.FromMinutes(1),
    };
}

/// <summary>Where a session goes, and for whom. The password is held as long as the session lives, and never shown.</summary>
internal sealed record SessionTarget(string Url, string Factory, SecurityPolicyChoice Policy, SecurityMode Mode, string? UserName, string? Password)
{
    /// <summary>Where a factory keeps this user's password, relative to its folder: one file a server and user.</summary>
    public string? PasswordFile
    {
        get
        {
            if (UserName is not { Length: > 0 } name)
                return null;
            var uri = new Uri(Url);
            var text = $"{uri.Host}-{uri.Port}-{name}";
            return "secrets/" + new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')]).TrimStart('.');
        }
    }

    /// <summary>Who it is, in the words of a factory.yaml.</summary>
    public UserSettings User => PasswordFile is { } file ? new PasswordUser(UserName!, file) : new AnonymousUser();

    public override string ToString() => $"{Url} of {Factory}";
}
