namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>A structure of the specification that is encoded as its fields in order (OPC UA Part 6, 5.2.6).</summary>
/// <typeparam name="TSelf">The structure itself.</typeparam>
public interface IUaStructure<TSelf>
    where TSelf : IUaStructure<TSelf>
{
    /// <summary>Reads the fields in order.</summary>
    static abstract TSelf Decode(ref UaReader reader);

    /// <summary>Writes the fields in order.</summary>
    void Encode(ref UaWriter writer);
}
