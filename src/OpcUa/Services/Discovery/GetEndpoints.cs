using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.5.4: how this server may be reached.</summary>
public sealed record GetEndpointsRequest : IServiceRequest, IIdentifiedStructure<GetEndpointsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 428;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public string? EndpointUrl { get; init; }

    public string?[] LocaleIds { get; init; } = [];

    public string?[] ProfileUris { get; init; } = [];

    /// <inheritdoc/>
    public static GetEndpointsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        EndpointUrl = reader.ReadString(),
        LocaleIds = reader.ReadStringArray() ?? [],
        ProfileUris = reader.ReadStringArray() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteString(EndpointUrl);
        writer.WriteStringArray(LocaleIds);
        writer.WriteStringArray(ProfileUris);
    }
}

/// <summary>The answer to <see cref="GetEndpointsRequest"/>.</summary>
public sealed record GetEndpointsResponse : IServiceResponse, IIdentifiedStructure<GetEndpointsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 431;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public EndpointDescription[] Endpoints { get; init; } = [];

    /// <inheritdoc/>
    public static GetEndpointsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Endpoints = reader.ReadStructures<EndpointDescription>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteStructures(Endpoints);
    }
}
