using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Requests to bodies and bodies to responses, with faults turned into exceptions.</summary>
static class ServiceCodec
{
    public static void Encode(MessageBuffer message, IServiceRequest request)
    {
        var writer = new UaWriter(message);
        ServiceMessages.Encode(request, ref writer);
        writer.Flush();
    }

    /// <summary>Reads the one response type that is expected; the type is checked before anything is decoded.</summary>
    /// <exception cref="OpcUaException">The server answered with a fault or with another message, or the bytes are malformed.</exception>
    public static TResponse Decode<TResponse>(ReadOnlySpan<byte> body)
        where TResponse : IServiceResponse, IIdentifiedStructure<TResponse>
    {
        var reader = new UaReader(body);
        var id = ServiceMessages.ReadEncodingId(ref reader);
        if (id != TResponse.BinaryEncodingId) ThrowOther(id, ref reader, typeof(TResponse).Name);
        var response = TResponse.Decode(ref reader);
        if (response.ResponseHeader.ServiceResult.IsBad) ThrowFault(response.ResponseHeader, typeof(TResponse).Name);
        return response;
    }

    /// <summary>Throws for a body that is not the response that was asked for.</summary>
    public static void ThrowOther(uint encodingId, ref UaReader reader, string expected)
    {
        if (encodingId == ServiceFault.BinaryEncodingId) ThrowFault(ServiceFault.Decode(ref reader).ResponseHeader, expected);
        throw new OpcUaException(StatusCodes.BadUnknownResponse, $"The server answered with message i={encodingId} where {expected} was due.");
    }

    static void ThrowFault(ResponseHeader header, string expected) =>
        throw new OpcUaException(
            // A fault whose result is not bad would pass for success where only the status is looked at.
            header.ServiceResult.IsBad ? header.ServiceResult : StatusCodes.BadUnknownResponse,
            $"{expected.Replace("Response", "", StringComparison.Ordinal)} was refused: {header.ServiceResult}.");
}
