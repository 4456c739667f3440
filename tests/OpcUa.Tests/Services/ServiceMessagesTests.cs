using System.Reflection;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Services;

public class ServiceMessagesTests
{
    // Nested ones are other forms of a message that has a type of its own.
    public static TheoryData<Type> MessageTypes => [.. typeof(IServiceMessage).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false, IsNested: false } && type.IsAssignableTo(typeof(IServiceMessage)))];

    [Theory]
    [MemberData(nameof(MessageTypes))]
    public void Message_WithEveryFieldFilled_RoundTrips(Type type)
    {
        var message = (IServiceMessage)Fill(type, 1);
        var bytes = Bytes.Of((ref UaWriter w) => ServiceMessages.Encode(message, ref w));
        Bytes.AssertDecodes(bytes, (ref UaReader r) => ServiceMessages.Decode(ref r), decoded =>
        {
            Assert.IsType(type, decoded);
            Assert.Equal(bytes, Bytes.Of((ref UaWriter w) => ServiceMessages.Encode(decoded, ref w)));
            AssertSame(message, decoded);
        });
    }

    public static TheoryData<Type> StructureTypes => [.. typeof(IServiceMessage).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false } && !type.IsAssignableTo(typeof(IServiceMessage))
            && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IIdentifiedStructure<>)))];

    [Theory]
    [MemberData(nameof(StructureTypes))]
    public void Structure_WithEveryFieldFilled_RoundTrips(Type type) =>
        typeof(ServiceMessagesTests).GetMethod(nameof(AssertRoundTrips), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, []);

    private static void AssertRoundTrips<T>()
        where T : class, IIdentifiedStructure<T>
    {
        var structure = (T)Fill(typeof(T), 1);
        var bytes = Bytes.Of((ref UaWriter w) => structure.Encode(ref w));
        Bytes.AssertDecodes(bytes, (ref UaReader r) => T.Decode(ref r), decoded =>
        {
            Assert.Equal(bytes, Bytes.Of((ref UaWriter w) => decoded.Encode(ref w)));
            AssertSame(structure, decoded);
        });
    }

    [Fact]
    public void Registry_KnowsEveryMessageOfTheAssembly()
    {
        var ids = MessageTypes.Select(row => ((IServiceMessage)Activator.CreateInstance(row.Data)!).EncodingId).Order();
        Assert.Equal(ids, ServiceMessages.KnownEncodingIds.Order());
    }

    [Fact]
    public void Decode_UnknownEncodingId_SaysServiceUnsupported()
    {
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteNodeId(new NodeId(9999)));
        Assert.Equal(StatusCodes.BadServiceUnsupported, Bytes.StatusOf(bytes, (ref UaReader r) => ServiceMessages.Decode(ref r)));
    }

    [Fact]
    public void Decode_EncodingIdOfAnotherNamespace_SaysServiceUnsupported()
    {
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteNodeId(new NodeId(631, 1)));
        Assert.Equal(StatusCodes.BadServiceUnsupported, Bytes.StatusOf(bytes, (ref UaReader r) => ServiceMessages.Decode(ref r)));
    }

    [Fact]
    public void Decode_NullArrays_ComeAsEmpty()
    {
        var bytes = Bytes.Of((ref UaWriter w) =>
        {
            w.WriteNodeId(new NodeId(ReadRequest.BinaryEncodingId));
            new RequestHeader().Encode(ref w);
            w.WriteDouble(0);
            w.WriteInt32(2);
            w.WriteInt32(-1);
        });
        var reader = new UaReader(bytes);
        Assert.Empty(Assert.IsType<ReadRequest>(ServiceMessages.Decode(ref reader)).NodesToRead);
    }

    [Fact]
    public void GetEndpointsRequest_OfKnownFields_HasItsBytes()
    {
        // Laid out by hand: id i=428, null token, handle 1, time-out 10 s, no additional header, url, no locales, no profiles.
        const string hex =
            "0100AC01" + "0000" + "0000000000000000" + "01000000" + "00000000" + "FFFFFFFF" + "10270000" + "000000"
            + "16000000" + "6F70632E7463703A2F2F6C6F63616C686F73743A3438" + "00000000" + "00000000";
        var request = new GetEndpointsRequest
        {
            RequestHeader = new RequestHeader { RequestHandle = 1, TimeoutHint = 10_000 },
            EndpointUrl = "opc.tcp://localhost:48",
        };
        Assert.Equal(hex, Convert.ToHexString(Bytes.Of((ref UaWriter w) => ServiceMessages.Encode(request, ref w))));
    }

    [Fact]
    public void ExtensionObject_OfAnotherType_IsNotDecoded()
    {
        var wrapped = new AnonymousIdentityToken { PolicyId = "anonymous" }.ToExtensionObject();
        Assert.True(wrapped.TryDecode<AnonymousIdentityToken>(out var token));
        Assert.Equal("anonymous", token!.PolicyId);
        Assert.False(wrapped.TryDecode<UserNameIdentityToken>(out _));
    }

    private static object Fill(Type type, int seed)
    {
        var instance = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
            property.SetValue(instance, Sample(property.PropertyType, ++seed));
        return instance;
    }

    private static object Sample(Type type, int seed)
    {
        if (type.IsArray && type != typeof(byte[]))
        {
            var array = Array.CreateInstance(type.GetElementType()!, 2);
            array.SetValue(Sample(type.GetElementType()!, seed), 0);
            array.SetValue(Sample(type.GetElementType()!, seed + 50), 1);
            return array;
        }

        if (type.IsEnum)
            return Enum.ToObject(type, 1);
        return type switch
        {
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte) => (byte)seed,
            _ when type == typeof(int) => -seed,
            _ when type == typeof(uint) => (uint)(seed * 1000),
            _ when type == typeof(long) => -seed * 1_000_000_000_000L,
            _ when type == typeof(ushort) => (ushort)seed,
            _ when type == typeof(double) => seed * 0.5,
            _ when type == typeof(string) => $"text {seed}",
            _ when type == typeof(byte[]) => new[] { (byte)seed, (byte)1 },
            _ when type == typeof(DateTime) => DateTime.UnixEpoch.AddSeconds(seed),
            _ when type == typeof(NodeId) => new NodeId($"node {seed}", 2),
            _ when type == typeof(ExpandedNodeId) => new ExpandedNodeId(new NodeId((uint)seed), "urn:x"),
            _ when type == typeof(QualifiedName) => new QualifiedName(1, $"name {seed}"),
            _ when type == typeof(LocalizedText) => new LocalizedText("en", $"text {seed}"),
            _ when type == typeof(StatusCode) => new StatusCode((uint)seed << 16),
            _ when type == typeof(Variant) => (Variant)(seed * 2.5),
            _ when type == typeof(DataValue) => new DataValue(seed, StatusCodes.Uncertain, DateTime.UnixEpoch.AddSeconds(seed)),
            _ when type == typeof(DiagnosticInfo) => new DiagnosticInfo { SymbolicId = seed },
            _ when type == typeof(ExtensionObject) => new ExtensionObject(new NodeId((uint)seed), ExtensionObjectEncoding.Binary, new[] { (byte)seed }),
            _ => Fill(type, seed),
        };
    }

    private static void AssertSame(object? expected, object? actual)
    {
        switch (expected)
        {
            case null or string or ValueType or ExtensionObject or DiagnosticInfo:
                Assert.Equal(expected, actual);
                break;
            case Array array:
                var other = Assert.IsAssignableFrom<Array>(actual);
                Assert.Equal(array.Length, other.Length);
                for (var i = 0; i < array.Length; i++)
                    AssertSame(array.GetValue(i), other.GetValue(i));
                break;
            default:
                foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                    AssertSame(property.GetValue(expected), property.GetValue(actual));
                break;
        }
    }
}
