using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>A structure that has an encoding id of its own: service messages and what travels in ExtensionObjects.</summary>
/// <typeparam name="TSelf">The structure itself.</typeparam>
public interface IIdentifiedStructure<TSelf> : IUaStructure<TSelf>
    where TSelf : IIdentifiedStructure<TSelf>
{
    /// <summary>The numeric id of the type's DefaultBinary encoding in namespace 0.</summary>
    static abstract uint BinaryEncodingId { get; }
}

/// <summary>A request or a response.</summary>
public interface IServiceMessage
{
    /// <summary>The numeric id of the message's DefaultBinary encoding in namespace 0.</summary>
    uint EncodingId { get; }

    /// <summary>Writes the fields in order, without the encoding id.</summary>
    void Encode(ref UaWriter writer);
}

/// <summary>A request.</summary>
public interface IServiceRequest : IServiceMessage
{
    /// <summary>Set by the session just before sending.</summary>
    RequestHeader RequestHeader { get; set; }
}

/// <summary>A response.</summary>
public interface IServiceResponse : IServiceMessage
{
    /// <summary>Set by the server just before sending.</summary>
    ResponseHeader ResponseHeader { get; set; }
}
