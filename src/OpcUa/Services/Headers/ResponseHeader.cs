using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>What every response carries first (OPC UA Part 4, 7.34).</summary>
public sealed record ResponseHeader : IUaStructure<ResponseHeader>
{
    public DateTime Timestamp { get; init; }

    public uint RequestHandle { get; init; }

    /// <summary>How the service as a whole ended.</summary>
    public StatusCode ServiceResult { get; init; }

    public DiagnosticInfo? ServiceDiagnostics { get; init; }

    public string?[] StringTable { get; init; } = [];

    public ExtensionObject AdditionalHeader { get; init; } = ExtensionObject.Null;

    /// <inheritdoc/>
    public static ResponseHeader Decode(ref UaReader reader) => new()
    {
        Timestamp = reader.ReadDateTime(),
        RequestHandle = reader.ReadUInt32(),
        ServiceResult = reader.ReadStatusCode(),
        ServiceDiagnostics = reader.ReadDiagnosticInfo(),
        StringTable = reader.ReadStringArray() ?? [],
        AdditionalHeader = reader.ReadExtensionObject(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteDateTime(Timestamp);
        writer.WriteUInt32(RequestHandle);
        writer.WriteStatusCode(ServiceResult);
        writer.WriteDiagnosticInfo(ServiceDiagnostics);
        writer.WriteStringArray(StringTable);
        writer.WriteExtensionObject(AdditionalHeader);
    }
}
