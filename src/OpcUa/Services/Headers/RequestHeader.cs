using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>What every request carries first (OPC UA Part 4, 7.33).</summary>
public sealed record RequestHeader : IUaStructure<RequestHeader>
{
    /// <summary>The secret that CreateSession returned; null id before.</summary>
    public NodeId AuthenticationToken { get; init; }

    public DateTime Timestamp { get; init; }

    /// <summary>The client's number for the request, returned in the response.</summary>
    public uint RequestHandle { get; init; }

    public uint ReturnDiagnostics { get; init; }

    public string? AuditEntryId { get; init; }

    /// <summary>Milliseconds after which the client no longer waits; 0 is without limit.</summary>
    public uint TimeoutHint { get; init; }

    public ExtensionObject AdditionalHeader { get; init; } = ExtensionObject.Null;

    /// <inheritdoc/>
    public static RequestHeader Decode(ref UaReader reader) => new()
    {
        AuthenticationToken = reader.ReadNodeId(),
        Timestamp = reader.ReadDateTime(),
        RequestHandle = reader.ReadUInt32(),
        ReturnDiagnostics = reader.ReadUInt32(),
        AuditEntryId = reader.ReadString(),
        TimeoutHint = reader.ReadUInt32(),
        AdditionalHeader = reader.ReadExtensionObject(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(AuthenticationToken);
        writer.WriteDateTime(Timestamp);
        writer.WriteUInt32(RequestHandle);
        writer.WriteUInt32(ReturnDiagnostics);
        writer.WriteString(AuditEntryId);
        writer.WriteUInt32(TimeoutHint);
        writer.WriteExtensionObject(AdditionalHeader);
    }
}
