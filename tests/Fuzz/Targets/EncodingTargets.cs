using System.Buffers;
using System.Reflection;
using Jinan.IndustryBrain.Fuzz.Capture;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>Built-in types, structures and service messages.</summary>
internal static class EncodingTargets
{
    public static IEnumerable<FuzzTarget> BuiltIn()
    {
        foreach (var type in Enum.GetValues<BuiltInType>())
            yield return Target($"variant/{type}", VariantSeeds(type), (ref UaReader r) => r.ReadVariant(), static (ref UaWriter w, Variant v) => w.WriteVariant(v));

        yield return Target("NodeId", Seeds(), static (ref UaReader r) => r.ReadNodeId(), static (ref UaWriter w, NodeId v) => w.WriteNodeId(v));
        yield return Target("ExpandedNodeId", Seeds(), static (ref UaReader r) => r.ReadExpandedNodeId(), static (ref UaWriter w, ExpandedNodeId v) => w.WriteExpandedNodeId(v));
        yield return Target("QualifiedName", Seeds(), static (ref UaReader r) => r.ReadQualifiedName(), static (ref UaWriter w, QualifiedName v) => w.WriteQualifiedName(v));
        yield return Target("LocalizedText", Seeds(), static (ref UaReader r) => r.ReadLocalizedText(), static (ref UaWriter w, LocalizedText v) => w.WriteLocalizedText(v));
        yield return Target("XmlElement", Seeds(), static (ref UaReader r) => r.ReadXmlElement(), static (ref UaWriter w, XmlElement v) => w.WriteXmlElement(v));
        yield return Target("ExtensionObject", Seeds(), static (ref UaReader r) => r.ReadExtensionObject(), static (ref UaWriter w, ExtensionObject v) => w.WriteExtensionObject(v));
        yield return Target("DataValue", Seeds(), static (ref UaReader r) => r.ReadDataValue(), static (ref UaWriter w, DataValue v) => w.WriteDataValue(v));
        yield return Target("DiagnosticInfo", Seeds(), static (ref UaReader r) => r.ReadDiagnosticInfo(), static (ref UaWriter w, DiagnosticInfo? v) => w.WriteDiagnosticInfo(v));
        yield return Target("String", Seeds(), static (ref UaReader r) => r.ReadString(), static (ref UaWriter w, string? v) => w.WriteString(v));
        yield return Target("ByteString", Seeds(), static (ref UaReader r) => r.ReadByteString(), static (ref UaWriter w, byte[]? v) => w.WriteByteString(v));
        yield return Target("DateTime", Seeds(), static (ref UaReader r) => r.ReadDateTime(), static (ref UaWriter w, DateTime v) => w.WriteDateTime(v));
        yield return Target("Guid", Seeds(), static (ref UaReader r) => r.ReadGuid(), static (ref UaWriter w, Guid v) => w.WriteGuid(v));
        yield return Target("DataValues", Seeds(), static (ref UaReader r) => r.ReadDataValues(), static (ref UaWriter w, DataValue[] v) => w.WriteDataValues(v));
        yield return Target("Variants", Seeds(), static (ref UaReader r) => r.ReadVariants(), static (ref UaWriter w, Variant[] v) => w.WriteVariants(v));
        yield return Target("DiagnosticInfos", Seeds(), static (ref UaReader r) => r.ReadDiagnosticInfos(), static (ref UaWriter w, DiagnosticInfo?[] v) => w.WriteDiagnosticInfos(v));
        yield return Target("ExtensionObjects", Seeds(), static (ref UaReader r) => r.ReadExtensionObjects(), static (ref UaWriter w, ExtensionObject[] v) => w.WriteExtensionObjects(v));
        yield return Target("StringArray", Seeds(), static (ref UaReader r) => r.ReadStringArray(), static (ref UaWriter w, string?[]? v) => w.WriteStringArray(v));
    }

    /// <summary>Every message of the table, as a peer decodes it: by its encoding id.</summary>
    public static IEnumerable<FuzzTarget> Messages()
    {
        foreach (var type in OpcUaTypes.Messages)
        {
            var filled = (IServiceMessage)OpcUaTypes.Filled(type);
            IReadOnlyList<byte[]> seeds = [OpcUaTypes.Encoded(filled, withId: true), OpcUaTypes.Encoded(Activator.CreateInstance(type)!, withId: true), .. CapturedCorpus.Of(filled.EncodingId)];
            yield return Target(
                $"message/{type.Name}", seeds, static (ref UaReader r) => ServiceMessages.Decode(ref r),
                static (ref UaWriter w, IServiceMessage v) => ServiceMessages.Encode(v, ref w));
        }
    }

    /// <summary>Every structure that is no message: what lies in ExtensionObjects and in messages.</summary>
    public static IEnumerable<FuzzTarget> Structures() => OpcUaTypes.Structures
        .Except(OpcUaTypes.Messages)
        .Select(type => (FuzzTarget)typeof(EncodingTargets)
            .GetMethod(nameof(Structure), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type)
            .Invoke(null, null)!);

    static FuzzTarget Structure<T>()
        where T : class, IUaStructure<T> => Target(
            $"structure/{typeof(T).Name}",
            [OpcUaTypes.Encoded(OpcUaTypes.Filled(typeof(T)), withId: false)],
            static (ref UaReader r) => T.Decode(ref r),
            static (ref UaWriter w, T v) => v.Encode(ref w));

    static FuzzTarget Target<T>(string name, IReadOnlyList<byte[]> seeds, Decode<T> decode, Encode<T> encode) =>
        new(name, seeds, RoundTrip.Of(decode, encode)) { Make = Maker(seeds) };

    // Seeds of the built-in types are made anew for each case: there is no end of them.
    static Func<FuzzRandom, byte[]>? Maker(IReadOnlyList<byte[]> seeds)
    {
        if (seeds.Count > 0) return null;
        var mutator = new Mutator([], 8_192);
        return random => mutator.Mutate(Fragments.Make(random), random);
    }

    static IReadOnlyList<byte[]> Seeds() => [];

    static List<byte[]> VariantSeeds(BuiltInType type)
    {
        var random = new FuzzRandom((ulong)type + 1);
        var seeds = new List<byte[]>();
        for (var i = 0; i < 12; i++)
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new UaWriter(output);
            writer.WriteVariant(Fragments.Of(type, random, 0));
            writer.Flush();
            seeds.Add(output.WrittenSpan.ToArray());
        }

        return seeds;
    }
}
