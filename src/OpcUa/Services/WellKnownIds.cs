using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>Attributes of nodes (OPC UA Part 6, A.1).</summary>
public static class AttributeIds
{
    public const uint NodeId = 1;
    public const uint NodeClass = 2;
    public const uint BrowseName = 3;
    public const uint DisplayName = 4;
    public const uint Description = 5;
    public const uint WriteMask = 6;
    public const uint UserWriteMask = 7;
    public const uint IsAbstract = 8;
    public const uint Symmetric = 9;
    public const uint InverseName = 10;
    public const uint ContainsNoLoops = 11;
    public const uint EventNotifier = 12;
    public const uint Value = 13;
    public const uint DataType = 14;
    public const uint ValueRank = 15;
    public const uint ArrayDimensions = 16;
    public const uint AccessLevel = 17;
    public const uint UserAccessLevel = 18;
    public const uint MinimumSamplingInterval = 19;
    public const uint Historizing = 20;
    public const uint Executable = 21;
    public const uint UserExecutable = 22;
    public const uint DataTypeDefinition = 23;
}

/// <summary>Objects and object types of namespace 0 (OPC UA Part 5).</summary>
public static class ObjectIds
{
    public static readonly NodeId BaseObjectType = new(58);
    public static readonly NodeId FolderType = new(61);
    public static readonly NodeId DataTypeEncodingType = new(76);
    public static readonly NodeId RootFolder = new(84);
    public static readonly NodeId ObjectsFolder = new(85);
    public static readonly NodeId TypesFolder = new(86);
    public static readonly NodeId ViewsFolder = new(87);
    public static readonly NodeId ServerType = new(2004);
    public static readonly NodeId BaseEventType = new(2041);
    public static readonly NodeId Server = new(2253);
    public static readonly NodeId ServerCapabilities = new(2268);
    public static readonly NodeId EventQueueOverflowEventType = new(3035);
    public static readonly NodeId OperationLimits = new(11704);
}

/// <summary>Variables and variable types of namespace 0 (OPC UA Part 5).</summary>
public static class VariableIds
{
    public static readonly NodeId BaseVariableType = new(62);
    public static readonly NodeId BaseDataVariableType = new(63);
    public static readonly NodeId PropertyType = new(68);
    public static readonly NodeId ServerArray = new(2254);
    public static readonly NodeId NamespaceArray = new(2255);
    public static readonly NodeId ServerStatus = new(2256);
    public static readonly NodeId ServerStatusStartTime = new(2257);
    public static readonly NodeId ServerStatusCurrentTime = new(2258);
    public static readonly NodeId ServerStatusState = new(2259);
    public static readonly NodeId ServerStatusBuildInfo = new(2260);
    public static readonly NodeId BuildInfoProductName = new(2261);
    public static readonly NodeId BuildInfoProductUri = new(2262);
    public static readonly NodeId BuildInfoManufacturerName = new(2263);
    public static readonly NodeId ServiceLevel = new(2267);
    public static readonly NodeId ServerProfileArray = new(2269);
    public static readonly NodeId LocaleIdArray = new(2271);
    public static readonly NodeId MinSupportedSampleRate = new(2272);
    public static readonly NodeId MaxBrowseContinuationPoints = new(2735);
    public static readonly NodeId MaxArrayLength = new(11702);
    public static readonly NodeId MaxStringLength = new(11703);
    public static readonly NodeId AnalogItemType = new(2368);
    public static readonly NodeId MaxNodesPerRead = new(11705);
    public static readonly NodeId MaxNodesPerWrite = new(11707);
    public static readonly NodeId MaxNodesPerMethodCall = new(11709);
    public static readonly NodeId MaxNodesPerBrowse = new(11710);
    public static readonly NodeId MaxNodesPerRegisterNodes = new(11711);
    public static readonly NodeId MaxNodesPerTranslateBrowsePathsToNodeIds = new(11712);
    public static readonly NodeId MaxMonitoredItemsPerCall = new(11714);
    public static readonly NodeId MaxNodesPerHistoryReadData = new(12165);
    public static readonly NodeId MaxByteStringLength = new(12911);
}

/// <summary>Reference types of namespace 0 (OPC UA Part 5, 11).</summary>
public static class ReferenceTypeIds
{
    public static readonly NodeId References = new(31);
    public static readonly NodeId NonHierarchicalReferences = new(32);
    public static readonly NodeId HierarchicalReferences = new(33);
    public static readonly NodeId HasChild = new(34);
    public static readonly NodeId Organizes = new(35);
    public static readonly NodeId HasEventSource = new(36);
    public static readonly NodeId HasModellingRule = new(37);
    public static readonly NodeId HasEncoding = new(38);
    public static readonly NodeId HasTypeDefinition = new(40);
    public static readonly NodeId Aggregates = new(44);
    public static readonly NodeId HasSubtype = new(45);
    public static readonly NodeId HasProperty = new(46);
    public static readonly NodeId HasComponent = new(47);
    public static readonly NodeId HasOrderedComponent = new(49);
}

/// <summary>Data types of namespace 0 that are no built-in types; for those the id is the number of <see cref="BuiltInType"/>.</summary>
public static class DataTypeIds
{
    public static readonly NodeId Structure = new(22);
    public static readonly NodeId BaseDataType = new(24);
    public static readonly NodeId Number = new(26);
    public static readonly NodeId Integer = new(27);
    public static readonly NodeId UInteger = new(28);
    public static readonly NodeId Enumeration = new(29);
    public static readonly NodeId Duration = new(290);
    public static readonly NodeId UtcTime = new(294);
    public static readonly NodeId LocaleId = new(295);
    public static readonly NodeId Argument = new(296);
    public static readonly NodeId BuildInfo = new(338);
    public static readonly NodeId ServerState = new(852);
    public static readonly NodeId ServerStatusDataType = new(862);
    public static readonly NodeId Range = new(884);
    public static readonly NodeId EUInformation = new(887);
    public static readonly NodeId Union = new(12756);

    /// <summary>The data type of a built-in type.</summary>
    public static NodeId Of(BuiltInType type) => type == BuiltInType.Variant ? BaseDataType : new NodeId((uint)type);
}
