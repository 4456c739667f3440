using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>
/// A server of ours with one variable that counts, and the journal of what it emitted and when: what a client got is held
/// against it. The server may be started again at the same port; the count and the journal go on.
/// </summary>
sealed class CountingPlant : IAsyncDisposable
{
    const string Uri = "urn:counting-plant";

    readonly List<(DateTime Before, DateTime After)> _journal = [];
    readonly List<Exception> _unexpected = [];
    readonly OpcUaServerOptions _options;
    VariableNode _counter = null!;

    public CountingPlant(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var options = new OpcUaServerOptions
        {
            ApplicationUri = TestCertificates.ServerUri,
            UnexpectedError = Unexpected,
            Certificate = TestCertificates.Server(),
            Validator = FakeValidator.Trusting(TestCertificates.Client()),
            Security =
            [
                OfferedSecurity.None,
                new(SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.Sign), new(SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.SignAndEncrypt),
            ],
        };
        _options = change?.Invoke(options) ?? options;
        Start(0);
        Port = Server.EndPoint.Port;
    }

    public OpcUaServer Server { get; private set; } = null!;

    public int Port { get; }

    /// <summary>The last value; each is one more than the one before.</summary>
    public long Last => _journal.Count;

    /// <summary>What a client needs for a secured channel to the plant.</summary>
    public static SecuritySettings Secured(SecurityMode mode) => new()
    {
        Policy = SecurityPolicyChoice.Aes128Sha256RsaOaep,
        Mode = mode,
        Certificate = TestCertificates.Client(),
        Validator = FakeValidator.Trusting(TestCertificates.Server()),
    };

    public static SubscriptionSettings Settings(TimeSpan? publishing = null) => new()
    {
        PublishingInterval = publishing ?? TimeSpan.FromMilliseconds(20),
        KeepAlive = TimeSpan.FromMilliseconds(200),
        Items = [new(ExpandedNodeId.Parse($"nsu={Uri};s=count")) { SamplingInterval = TimeSpan.Zero, QueueSize = 10_000 }],
    };

    /// <summary>Sets the next value.</summary>
    public void Emit()
    {
        var before = DateTimeOffset.UtcNow.UtcDateTime;
        _counter.SetValue(Last + 1, before);
        _journal.Add((before, DateTimeOffset.UtcNow.UtcDateTime));
    }

    /// <summary>Ends the server as a power cut would, without a word to anybody's sessions, and starts another at its port.</summary>
    public async Task RestartAsync()
    {
        await Server.DisposeAsync();
        Start(Port);
    }

    /// <summary>
    /// Holds what a client got against the journal: nothing twice, nothing out of order, and every value that did not come
    /// lies in an interval that was reported.
    /// </summary>
    public void Reconcile(Receiver receiver, string context)
    {
        Assert.Empty(_unexpected);
        var values = receiver.Values;
        Assert.NotEmpty(values);
        for (var i = 1; i < values.Count; i++)
        {
            // A subscription that was made anew begins with the value of the moment, which may be the last one had.
            var isFirstOfAnother = values[i].AfterGap && values[i].Value == values[i - 1].Value;
            Assert.True(
                values[i].Value > values[i - 1].Value || isFirstOfAnother,
                $"{context}: {values[i].Value} came after {values[i - 1].Value} ({receiver.Describe()}).");
        }

        var had = values.Select(value => value.Value).ToHashSet();
        for (var value = values[0].Value; value <= Last; value++)
        {
            if (had.Contains(value)) continue;
            var (before, after) = _journal[(int)value - 1];
            Assert.True(
                receiver.Gaps.Any(gap => Unix(after) >= gap.From && Unix(before) <= gap.To),
                $"{context}: {value}, emitted {before:O}, neither came nor lies in a reported interval ({receiver.Describe()}).");
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    static long Unix(DateTime time) => OpcUaTime.ToUnixNanoseconds(time);

    void Start(int port)
    {
        Server = new OpcUaServer(_options with { Port = port });
        var index = Server.AddressSpace.RegisterNamespace(Uri);
        _counter = Server.AddressSpace.AddVariable(
            Server.AddressSpace.Objects, new NodeId("count", index), new QualifiedName(index, "count"),
            new VariableSettings(BuiltInType.Int64) { InitialValue = Last });
        Server.Start();
    }

    void Unexpected(Exception exception)
    {
        lock (_unexpected) _unexpected.Add(exception);
    }
}
