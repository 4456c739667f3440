using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>How a server is (OPC UA Part 5, 12.10).</summary>
public sealed record ServerStatusDataType : IIdentifiedStructure<ServerStatusDataType>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 864;

    public DateTime StartTime { get; init; }

    public DateTime CurrentTime { get; init; }

    public ServerState State { get; init; }

    public BuildInfo BuildInfo { get; init; } = new();

    public uint SecondsTillShutdown { get; init; }

    public LocalizedText ShutdownReason { get; init; }

    /// <inheritdoc/>
    public static ServerStatusDataType Decode(ref UaReader reader) => new()
    {
        StartTime = reader.ReadDateTime(),
        CurrentTime = reader.ReadDateTime(),
        State = (ServerState)reader.ReadInt32(),
        BuildInfo = BuildInfo.Decode(ref reader),
        SecondsTillShutdown = reader.ReadUInt32(),
        ShutdownReason = reader.ReadLocalizedText(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteDateTime(StartTime);
        writer.WriteDateTime(CurrentTime);
        writer.WriteInt32((int)State);
        BuildInfo.Encode(ref writer);
        writer.WriteUInt32(SecondsTillShutdown);
        writer.WriteLocalizedText(ShutdownReason);
    }
}

/// <summary>Which server it is (OPC UA Part 5, 12.4).</summary>
public sealed record BuildInfo : IIdentifiedStructure<BuildInfo>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 340;

    public string? ProductUri { get; init; }

    public string? ManufacturerName { get; init; }

    public string? ProductName { get; init; }

    public string? SoftwareVersion { get; init; }

    public string? BuildNumber { get; init; }

    public DateTime BuildDate { get; init; }

    /// <inheritdoc/>
    public static BuildInfo Decode(ref UaReader reader) => new()
    {
        ProductUri = reader.ReadString(),
        ManufacturerName = reader.ReadString(),
        ProductName = reader.ReadString(),
        SoftwareVersion = reader.ReadString(),
        BuildNumber = reader.ReadString(),
        BuildDate = reader.ReadDateTime(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(ProductUri);
        writer.WriteString(ManufacturerName);
        writer.WriteString(ProductName);
        writer.WriteString(SoftwareVersion);
        writer.WriteString(BuildNumber);
        writer.WriteDateTime(BuildDate);
    }
}
