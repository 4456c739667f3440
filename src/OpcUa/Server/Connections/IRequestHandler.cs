namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Takes the requests of a connection.</summary>
internal interface IRequestHandler
{
    /// <summary>Answers a request, or keeps it (publish) to answer it later.</summary>
    /// <param name="connection">Where the answer goes.</param>
    /// <param name="requestId">The request's id on its channel.</param>
    /// <param name="body">Type id and fields; valid during the call only.</param>
    void Handle(ServerConnection connection, uint requestId, ReadOnlySpan<byte> body);
}
