using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The Server object with what clients look for in it (OPC 10000-5, 6.3 and 8.2): status, arrays, capabilities, limits.</summary>
internal static class ServerObject
{
    private const uint ServerCapabilitiesType = 2013;
    private const uint OperationLimitsType = 11564;
    private const uint ServerStatusType = 2138;
    private const uint BuildInfoType = 3051;

    public static void AddTo(AddressSpace space, OpcUaServerOptions options, DateTime startTime)
    {
        var server = space.AddObject(space.Objects, ObjectIds.Server, new QualifiedName("Server"), ObjectIds.ServerType);
        server.IsEventNotifier = true;
        Property(space, server, VariableIds.ServerArray, "ServerArray", () => new string?[] { options.ApplicationUri });
        Property(space, server, VariableIds.NamespaceArray, "NamespaceArray", () => space.NamespaceUris.ToArray<string?>());
        Property(space, server, VariableIds.ServiceLevel, "ServiceLevel", BuiltInType.Byte, (byte)255);
        Property(space, server, new NodeId(2994), "Auditing", BuiltInType.Boolean, false);
        AddStatus(space, server, options, startTime);
        AddCapabilities(space, server, options.Limits, options.Encoding);
    }

    private static void AddStatus(AddressSpace space, Node server, OpcUaServerOptions options, DateTime startTime)
    {
        var build = new BuildInfo
        {
            ProductUri = options.ApplicationUri,
            ManufacturerName = "Jinan Industry Brain",
            ProductName = options.ApplicationName,
            SoftwareVersion = typeof(ServerObject).Assembly.GetName().Version?.ToString(3),
            BuildNumber = "",
            BuildDate = startTime,
        };
        DateTime Now() => options.Time.GetUtcNow().UtcDateTime;
        var status = Computed(space, server, VariableIds.ServerStatus, "ServerStatus", BuiltInType.ExtensionObject, DataTypeIds.ServerStatusDataType,
            () => new ServerStatusDataType { StartTime = startTime, CurrentTime = Now(), BuildInfo = build }.ToExtensionObject(),
            new NodeId(ServerStatusType));
        Constant(space, status, VariableIds.ServerStatusStartTime, "StartTime", BuiltInType.DateTime, DataTypeIds.UtcTime, startTime);
        Computed(space, status, VariableIds.ServerStatusCurrentTime, "CurrentTime", BuiltInType.DateTime, DataTypeIds.UtcTime, () => Now());
        Constant(space, status, VariableIds.ServerStatusState, "State", BuiltInType.Int32, DataTypeIds.ServerState, (int)ServerState.Running);
        var info = space.AddVariable(
            status,
            VariableIds.ServerStatusBuildInfo,
            new QualifiedName("BuildInfo"),
            new VariableSettings(BuiltInType.ExtensionObject) { DataType = DataTypeIds.BuildInfo, InitialValue = build.ToExtensionObject() },
            typeDefinition: new NodeId(BuildInfoType));
        Constant(space, info, new NodeId(2262), "ProductUri", BuiltInType.String, null, build.ProductUri);
        Constant(space, info, new NodeId(2263), "ManufacturerName", BuiltInType.String, null, build.ManufacturerName);
        Constant(space, info, new NodeId(2261), "ProductName", BuiltInType.String, null, build.ProductName);
        Constant(space, info, new NodeId(2264), "SoftwareVersion", BuiltInType.String, null, build.SoftwareVersion);
        Constant(space, info, new NodeId(2265), "BuildNumber", BuiltInType.String, null, build.BuildNumber);
        Constant(space, info, new NodeId(2266), "BuildDate", BuiltInType.DateTime, DataTypeIds.UtcTime, build.BuildDate);
        Constant(space, status, new NodeId(2992), "SecondsTillShutdown", BuiltInType.UInt32, null, 0u);
        Constant(space, status, new NodeId(2993), "ShutdownReason", BuiltInType.LocalizedText, null, new LocalizedText(""));
    }

    private static void AddCapabilities(AddressSpace space, Node server, ServerLimits limits, EncodingLimits encoding)
    {
        var capabilities = space.AddObject(
            server, ObjectIds.ServerCapabilities, new QualifiedName("ServerCapabilities"), new NodeId(ServerCapabilitiesType));
        Property(space, capabilities, VariableIds.ServerProfileArray, "ServerProfileArray",
            () => new string?[] { "http://opcfoundation.org/UA-Profile/Server/StandardUA2017" });
        Property(space, capabilities, VariableIds.LocaleIdArray, "LocaleIdArray", () => new string?[] { "en" });
        Property(space, capabilities, VariableIds.MinSupportedSampleRate, "MinSupportedSampleRate", BuiltInType.Double, 0.0);
        Property(space, capabilities, VariableIds.MaxBrowseContinuationPoints, "MaxBrowseContinuationPoints", BuiltInType.UInt16, (ushort)limits.MaxContinuationPoints);
        Property(space, capabilities, VariableIds.MaxArrayLength, "MaxArrayLength", BuiltInType.UInt32, (uint)encoding.MaxArrayLength);
        Property(space, capabilities, VariableIds.MaxStringLength, "MaxStringLength", BuiltInType.UInt32, (uint)encoding.MaxStringLength);
        Property(space, capabilities, VariableIds.MaxByteStringLength, "MaxByteStringLength", BuiltInType.UInt32, (uint)encoding.MaxByteStringLength);

        var operations = space.AddObject(
            capabilities, ObjectIds.OperationLimits, new QualifiedName("OperationLimits"), new NodeId(OperationLimitsType));
        (NodeId Id, string Name)[] names =
        [
            (VariableIds.MaxNodesPerRead, "MaxNodesPerRead"),
            (VariableIds.MaxNodesPerWrite, "MaxNodesPerWrite"),
            (VariableIds.MaxNodesPerMethodCall, "MaxNodesPerMethodCall"),
            (VariableIds.MaxNodesPerBrowse, "MaxNodesPerBrowse"),
            (VariableIds.MaxNodesPerHistoryReadData, "MaxNodesPerHistoryReadData"),
            (VariableIds.MaxNodesPerRegisterNodes, "MaxNodesPerRegisterNodes"),
            (VariableIds.MaxNodesPerTranslateBrowsePathsToNodeIds, "MaxNodesPerTranslateBrowsePathsToNodeIds"),
            (VariableIds.MaxMonitoredItemsPerCall, "MaxMonitoredItemsPerCall"),
        ];
        foreach (var (id, name) in names)
            Property(space, operations, id, name, BuiltInType.UInt32, (uint)limits.MaxOperations);
    }

    private static void Property(AddressSpace space, Node parent, NodeId id, string name, BuiltInType type, Variant value) =>
        space.AddProperty(parent, id, new QualifiedName(name), new VariableSettings(type) { InitialValue = value });

    private static void Property(AddressSpace space, Node parent, NodeId id, string name, Func<string?[]> texts) =>
        space.AddProperty(parent, id, new QualifiedName(name), new VariableSettings(BuiltInType.String) { ValueRank = 1, Compute = () => texts() });

    private static void Constant(AddressSpace space, Node parent, NodeId id, string name, BuiltInType type, NodeId? dataType, Variant value) =>
        space.AddVariable(parent, id, new QualifiedName(name), new VariableSettings(type) { DataType = dataType, InitialValue = value });

    private static VariableNode Computed(
        AddressSpace space, Node parent, NodeId id, string name, BuiltInType type, NodeId dataType, Func<Variant> value, NodeId? typeDefinition = null) =>
        space.AddVariable(
            parent, id, new QualifiedName(name), new VariableSettings(type) { DataType = dataType, Compute = value }, typeDefinition: typeDefinition);
}
