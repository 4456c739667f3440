using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>
/// The collector's engineering API, for the page that connects a server. Each throws <see cref="ConnectingException"/> with words
/// for a person.
/// </summary>
internal interface IConnecting
{
    Task<DiscoveryAnswer> DiscoverAsync(string url, string factory, CancellationToken cancellation);

    /// <param name="url">Where the server shows the certificate.</param>
    /// <param name="factory">Who trusts it from now on.</param>
    /// <param name="fingerprint">The whole fingerprint, as a person has compared it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<OfferedCertificateAnswer> TrustAsync(string url, string factory, string fingerprint, CancellationToken cancellation);

    Task<SessionAnswer> OpenAsync(SessionOrder order, CancellationToken cancellation);

    Task CloseAsync(string session, CancellationToken cancellation);

    /// <param name="session">The session.</param>
    /// <param name="parent">Null for the root.</param>
    /// <param name="after">How many children are passed over.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ChildrenAnswer> ChildrenAsync(string session, PlacedNode? parent, int after, CancellationToken cancellation);

    Task<SearchAnswer> SearchAsync(string session, string text, int after, CancellationToken cancellation);

    Task<FoundSignalsAnswer> SignalsAsync(string session, SignalsOrder order, CancellationToken cancellation);

    Task<ValueNowAnswer[]> ValuesAsync(string session, IReadOnlyList<string> nodes, CancellationToken cancellation);

    /// <param name="session">The session.</param>
    /// <param name="signals">What is chosen.</param>
    /// <param name="publishingMs">Publishing interval.</param>
    /// <param name="seconds">How long it is tried; 0: the server is not asked.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<LoadAnswer> LoadAsync(string session, IReadOnlyList<SignalChoice> signals, double publishingMs, double seconds, CancellationToken cancellation);

    Task<TableAnswer> ReadTableAsync(Stream csv, CancellationToken cancellation);

    Task<string> WriteTableAsync(IReadOnlyList<SignalChoice> signals, CancellationToken cancellation);

    Task<DraftAnswer> DraftAsync(DraftOrder order, CancellationToken cancellation);

    Task<WrittenAnswer> WriteAsync(string factory, string yaml, string basedOn, string session, CancellationToken cancellation);
}

/// <summary>Why it could not be done, and what a person can do about it.</summary>
public sealed class ConnectingException(Saying saying, string? whatToDo = null, Exception? cause = null) : Exception(saying.Words, cause), ISayable
{
    public Saying Saying => saying;

    public string? WhatToDo => whatToDo;

    /// <summary>Which sentence that is.</summary>
    public SentenceCode? WhatToDoCode { get; init; }

    /// <summary>What is wrong with the server's certificate, one by one; empty where it was not that.</summary>
    public IReadOnlyList<SaidAnswer> Findings { get; init; } = [];

    /// <summary>The session is not there any more.</summary>
    public bool IsSessionGone { get; init; }

    /// <summary>The server's word; null where it gave none.</summary>
    public string? OpcUaStatus { get; init; }
}
