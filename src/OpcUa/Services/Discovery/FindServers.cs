using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.5.2: which servers are known here.</summary>
public sealed record FindServersRequest : IServiceRequest, IIdentifiedStructure<FindServersRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 422;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public string? EndpointUrl { get; init; }

    public string?[] LocaleIds { get; init; } = [];

    public string?[] ServerUris { get; init; } = [];

    /// <inheritdoc/>
    public static FindServersRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        EndpointUrl = reader.ReadString(),
        LocaleIds = reader.ReadStringArray() ?? [],
        ServerUris = reader.ReadStringArray() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteString(EndpointUrl);
        writer.WriteStringArray(LocaleIds);
        writer.WriteStringArray(ServerUris);
    }
}

/// <summary>The answer to <see cref="FindServersRequest"/>.</summary>
public sealed record FindServersResponse : IServiceResponse, IIdentifiedStructure<FindServersResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 425;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public ApplicationDescription[] Servers { get; init; } = [];

    /// <inheritdoc/>
    public static FindServersResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Servers = reader.ReadStructures<ApplicationDescription>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteStructures(Servers);
    }
}
