using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>A server that a test furnishes: folders of variables, and what it refuses.</summary>
internal sealed class FakeConnecting : IConnecting
{
    public const string Fingerprint = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";

    private static readonly EndpointAnswer[] Endpoints =
    [
        new() { Policy = "Basic256Sha256", Mode = "SignAndEncrypt", Users = ["Anonymous", "UserName"], Fingerprint = Fingerprint, IsSupported = true, IsRecommended = true },
        new() { Policy = "None", Mode = "None", Users = ["Anonymous"], Fingerprint = Fingerprint, IsSupported = true },
        new() { Policy = "Basic128Rsa15", Mode = "Sign", Users = ["Anonymous"], Fingerprint = Fingerprint },
    ];

    public bool IsTrusted { get; set; }

    /// <summary>What is wrong with its certificate beyond its not being trusted.</summary>
    public IReadOnlyList<SaidAnswer> Findings { get; set; } = [];

    public Exception? OpenFails { get; set; }

    public IReadOnlyList<FaultAnswer> Faults { get; set; } = [];

    public Dictionary<string, NodeAnswer[]> Children { get; } = new(StringComparer.Ordinal)
    {
        [""] = [new("i=1", "Objects/Line", "Line", "object", true), Variable("i=2", "Objects/Speed")],
        ["i=1"] = [Variable("i=11", "Objects/Line/Torque"), Variable("i=12", "Objects/Line/Text", type: null)],
    };

    /// <summary>Whose children were asked for, and behind how many.</summary>
    public List<(string? Parent, int After)> Asked { get; } = [];

    public List<SessionOrder> Opened { get; } = [];

    public List<string> Closed { get; } = [];

    public List<DraftOrder> Drafts { get; } = [];

    public List<(string Factory, string Yaml, string BasedOn, string Session)> Written { get; } = [];

    public static NodeAnswer Variable(string node, string path, string? type = "double") =>
        new(node, path, path[(path.LastIndexOf('/') + 1)..], "variable", false) { Variable = new("Double", type, "N.m", true) };

    public Task<DiscoveryAnswer> DiscoverAsync(string url, string factory, CancellationToken cancellation) => Task.FromResult(new DiscoveryAnswer
    {
        Url = url, Name = "PLC", Endpoints = Endpoints, Certificates = [Certificate()], Advice = ["otherName"], Own = new("FEDC", "urn:us", "/own/us.der"),
    });

    public Task<OfferedCertificateAnswer> TrustAsync(string url, string factory, string fingerprint, CancellationToken cancellation)
    {
        IsTrusted = fingerprint == Fingerprint;
        return Task.FromResult(Certificate());
    }

    public Task<SessionAnswer> OpenAsync(SessionOrder order, CancellationToken cancellation)
    {
        Opened.Add(order);
        return OpenFails is null ? Task.FromResult(new SessionAnswer($"session-{Opened.Count}", 300, null)) : Task.FromException<SessionAnswer>(OpenFails);
    }

    public Task CloseAsync(string session, CancellationToken cancellation)
    {
        Closed.Add(session);
        return Task.CompletedTask;
    }

    public Task<ChildrenAnswer> ChildrenAsync(string session, PlacedNode? parent, int after, CancellationToken cancellation)
    {
        Asked.Add((parent?.Node, after));
        var children = Children.GetValueOrDefault(parent?.Node ?? "", []);
        var page = children.Skip(after).Take(200).ToArray();
        return Task.FromResult(new ChildrenAnswer(page, children.Length, after + page.Length < children.Length ? after + page.Length : null));
    }

    public Task<SearchAnswer> SearchAsync(string session, string text, int after, CancellationToken cancellation)
    {
        var found = Children.Values.SelectMany(nodes => nodes).Where(node => node.Path.Contains(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        return Task.FromResult(new SearchAnswer(
            [.. found.Skip(after).Take(200)], found.Length, found.Count(node => node.Variable is not null), null, new IndexAnswer(4, 4, true, false, null)));
    }

    public Task<FoundSignalsAnswer> SignalsAsync(string session, SignalsOrder order, CancellationToken cancellation)
    {
        var nodes = order.Below is { } branch
            ? Children.GetValueOrDefault(branch.Node, [])
            : [.. Children.Values.SelectMany(all => all).Where(node => node.Path.Contains(order.Search!, StringComparison.OrdinalIgnoreCase))];
        return Task.FromResult(new FoundSignalsAnswer(
            [.. nodes.Where(node => node.IsSignal).Select(node => new SignalChoice(node.Node, node.Path, "double") { Unit = "N.m" })],
            [.. nodes.Where(node => node is { IsSignal: false, Variable: not null }).Select(node => new SaidAnswer(node.Path))],
            nodes.Count(node => node is { IsSignal: false, Variable: not null }), false));
    }

    public Task<ValueNowAnswer[]> ValuesAsync(string session, IReadOnlyList<string> nodes, CancellationToken cancellation) =>
        Task.FromResult(nodes.Select(node => node == "i=2"
            ? new ValueNowAnswer(node, null, null, 0x80340000, "BadNodeIdUnknown") { WhatToDo = "find it" }
            : new ValueNowAnswer(node, 12.5, null, 0, "Good") { SourceTime = FakeEdge.Now }).ToArray());

    public Task<LoadAnswer> LoadAsync(string session, IReadOnlyList<SignalChoice> signals, double publishingMs, double seconds, CancellationToken cancellation) =>
        Task.FromResult(new LoadAnswer(signals.Sum(signal => 1_000 / signal.SamplingMs), 1 << 20, 1 << 30)
        {
            Trial = seconds > 0 ? new(seconds, signals.Count - 1, 1_000, 0.5, 1 << 10, 0, [new("i=2", "node", "i=2 was refused", "find it", true)]) : null,
        });

    // A row is a node; one that is none is a fault.
    public async Task<TableAnswer> ReadTableAsync(Stream csv, CancellationToken cancellation)
    {
        using var reader = new StreamReader(csv);
        var rows = (await reader.ReadToEndAsync(cancellation)).Split('\n');
        return new TableAnswer(
            [.. rows.Where(row => row.StartsWith("i=", StringComparison.Ordinal)).Select(row => new SignalChoice(row, $"Objects/{row}", "double"))], [],
            [.. rows.Where(row => !row.StartsWith("i=", StringComparison.Ordinal)).Select((row, line) => new SaidAnswer($"'{row}' is no node id", new SentenceCode("table.badNode", [$"{line + 1}", row])))]);
    }

    public Task<string> WriteTableAsync(IReadOnlyList<SignalChoice> signals, CancellationToken cancellation) =>
        Task.FromResult(string.Join('\n', signals.Select(signal => signal.Node)));

    public Task<DraftAnswer> DraftAsync(DraftOrder order, CancellationToken cancellation)
    {
        Drafts.Add(order);
        return Task.FromResult(new DraftAnswer("schema: 1\nfactory: press-shop\n", "digest", "plc1", order.Signals.Count, 0, null, Faults));
    }

    public Task<WrittenAnswer> WriteAsync(string factory, string yaml, string basedOn, string session, CancellationToken cancellation)
    {
        Written.Add((factory, yaml, basedOn, session));
        return Task.FromResult(new WrittenAnswer { File = "factories/press-shop/factory.yaml" });
    }

    private OfferedCertificateAnswer Certificate() => new()
    {
        Fingerprint = Fingerprint, Subject = "CN=PLC", HostNames = ["plc1"], IsTrusted = IsTrusted, Status = IsTrusted ? null : "BadCertificateUntrusted",
        Findings = IsTrusted ? [] : [new("It is not trusted.", new SentenceCode("verdict.untrusted", ["CN=PLC", "0123456789ABCDEF", "brain opcua trust add"])), .. Findings],
    };
}
