using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.DataTypes;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// What a server says of its data types, and values of them: bodies against definitions that are known (optional fields, unions,
/// nested structures, arrays, matrices, structures that hold themselves, subtyped values), definitions that are wrong, and the
/// walk along a path held against the decoded structure.
/// </summary>
internal static class StructureTargets
{
    static readonly StructurePath[] Paths =
    [
        .. new[]
        {
            "Mode", "Home.X", "Axes[0].Name", "Axes[2].Torque", "Axes[1].At.Y", "Axes[1].Limits[1]", "Axes[1].Limits", "Anything.Y", "Anything", "Grid", "Corners", "Started",
            "Id", "Speed", "Note", "Count", "Number", "Text", "Where.X", "Value", "Children[0].Value", "Children[0].Children[1].Value", "Any.X", "Any.Axes[0].Torque", "Some.Y", "Some", "[0].X",
        }.Select(StructurePath.Parse),
    ];

    public static IEnumerable<FuzzTarget> All()
    {
        var catalog = Types.Catalog();
        foreach (var layout in catalog.Structures.OrderBy(layout => layout.Name, StringComparer.Ordinal))
        {
            IReadOnlyList<byte[]> seeds = [.. Values(catalog).Where(value => value.Layout == layout).Select(Body), Body(new StructureValue(layout))];
            yield return new FuzzTarget($"datatype/{layout.Name}", seeds, RoundTrip.Of(
                (ref UaReader reader) => StructureReader.Read(layout, ref reader),
                static (ref UaWriter writer, StructureValue value) => StructureWriter.Write(value, ref writer, 0)));
            yield return new FuzzTarget($"datatype/{layout.Name}/skip", seeds, input => Skip(layout, input));
            yield return new FuzzTarget($"datatype/{layout.Name}/paths", seeds, input => Walk(catalog, layout, input)) { AllocationFactor = 1_500, AllocationBase = 256 * 1_024 };
        }

        yield return new FuzzTarget("datatype/path text", [.. Paths.Select(path => System.Text.Encoding.UTF8.GetBytes(path.ToString())), "\"a.b\"[3].\"c\"\"d\""u8.ToArray()], input => ReadPath(catalog, input));
        yield return new FuzzTarget("datatype/definitions", Definitions(), Describe) { AllocationBase = 256 * 1_024, AllocationFactor = 2_000 };
    }

    static IEnumerable<StructureValue> Values(DataTypeCatalog catalog)
    {
        StructureValue Of(NodeId type) => new(catalog.FindStructure(type)!);
        var machine = Types.AMachine(catalog);
        var recipe = Of(Types.Recipe).Set("Id", 7u).Set("Count", (byte)3);
        yield return machine;
        yield return machine["Axes"].Structures![1];
        yield return Types.PointAt(catalog, 1, 2);
        yield return recipe;
        yield return Of(Types.Recipe).Set("Id", 8u).Set("Speed", 1.5).Set("Note", "slow").Set("Count", (byte)4);
        yield return Of(Types.Reading).Set("Number", 3.5);
        yield return Of(Types.Reading).Set("Text", "off scale");
        yield return Of(Types.Reading).Set("Where", Types.PointAt(catalog, 5, 6));
        StructureValue Leaf(int value) => Of(Types.Tree).Set("Value", value).Set("Children", Array.Empty<StructureValue>());
        yield return Of(Types.Tree).Set("Value", 1).Set("Children", [Leaf(2), Of(Types.Tree).Set("Value", 3).Set("Children", [Leaf(4), Leaf(5)])]);
        yield return Of(Types.Holder).Set("Any", machine).Set("Some", Types.PointAt(catalog, 7, 8).ToExtensionObject()).Set("Number", 9L);
        yield return Of(Types.Holder).Set("Any", Of(Types.Holder).Set("Any", recipe)).Set("Number", 9.5f);
    }

    static byte[] Body(StructureValue value) => value.ToExtensionObject().Body.ToArray();

    // Passing over a structure goes wrong where reading it does, and ends where that ends. Texts it need not look at.
    static void Skip(StructureLayout layout, byte[] input)
    {
        var skipped = new UaReader(input, FuzzLimits.Encoding);
        var reader = new UaReader(input, FuzzLimits.Encoding);
        StructureReader.Read(layout, ref reader);
        try
        {
            StructureReader.Skip(layout, ref skipped);
        }
        catch (OpcUaException refused)
        {
            throw new RuleBrokenException("What can be read cannot be passed over.", refused);
        }

        if (skipped.Consumed != reader.Consumed)
            throw new RuleBrokenException($"Reading takes {reader.Consumed} bytes, passing over {skipped.Consumed}.");
    }

    static void Walk(DataTypeCatalog catalog, StructureLayout layout, byte[] input)
    {
        var value = new ExtensionObject(layout.EncodingId, ExtensionObjectEncoding.Binary, input);
        StructureValue? decoded = null;
        OpcUaException? refused = null;
        try
        {
            if (!catalog.TryDecode(value, out decoded, FuzzLimits.Encoding)) throw new RuleBrokenException("Its type is not found.");
        }
        catch (OpcUaException fault)
        {
            refused = fault;
        }

        foreach (var path in Paths)
        {
            var walked = path.Read(catalog, value, out var found);
            if (walked.IsBad && !found.IsNull) throw new RuleBrokenException($"{path}: {walked} with a value.");
            if (decoded is null) continue;
            var status = path.Read(decoded, out var same);
            if (status != walked || !Same(found, same)) throw new RuleBrokenException($"{path}: {walked} {found} along the bytes, {status} {same} in the structure {decoded}.");
        }

        if (refused is not null) throw refused;
    }

    // As they are encoded: a NaN is not equal to itself.
    static bool Same(in Variant left, in Variant right) => Encoded(left).AsSpan().SequenceEqual(Encoded(right));

    static byte[] Encoded(in Variant value)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        writer.WriteVariant(value);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    static void ReadPath(DataTypeCatalog catalog, byte[] input)
    {
        var text = System.Text.Encoding.UTF8.GetString(input);
        if (!StructurePath.TryParse(text, out var path)) throw new OpcUaException(StatusCodes.BadSyntaxError, "No path.");
        if (path!.ToString() != text) throw new RuleBrokenException($"'{text}' reads as '{path}'.");
        var machine = Types.AMachine(catalog);
        var (walked, status) = (path.Read(catalog, machine.ToExtensionObject(), out var found), path.Read(machine, out var same));
        if (walked != status || !Same(found, same)) throw new RuleBrokenException($"'{text}': {walked} {found} along the bytes, {status} {same} in the structure.");
    }

    static readonly NodeId[] Ids = [Types.Point, Types.Axis, Types.Machine, Types.Recipe, Types.Reading, Types.Tree, Types.Holder];

    // Definitions one behind the other, as a server sends them; each is taken for the next of the types above.
    static List<byte[]> Definitions()
    {
        StructureDefinition[] all = [Types.PointDefinition, Types.AxisDefinition, Types.MachineDefinition, Types.RecipeDefinition, Types.ReadingDefinition, Types.TreeDefinition, Types.HolderDefinition];
        var seeds = all.Select(definition => OpcUaTypes.Encoded(definition, withId: false)).ToList();
        seeds.Add([.. seeds.SelectMany(seed => seed)]);
        seeds.Add([.. seeds[2], .. seeds[0], .. seeds[1]]);
        return seeds;
    }

    static void Describe(byte[] input)
    {
        var reader = new UaReader(input, FuzzLimits.Encoding);
        var catalog = new DataTypeCatalog();
        for (var i = 0; i < Ids.Length && reader.Remaining > 0; i++)
        {
            var definition = StructureDefinition.Decode(ref reader);
            catalog.Add(Types.Source(Ids[i], definition));
        }

        // Whatever they say: bytes are read or refused, and a value of nothing can be written.
        foreach (var layout in catalog.Structures)
        {
            var bytes = new byte[300];
            bytes.AsSpan(0, 100).Fill(1);
            var value = new ExtensionObject(layout.EncodingId.IsNull ? layout.DataTypeId : layout.EncodingId, ExtensionObjectEncoding.Binary, bytes);
            try
            {
                catalog.TryDecode(value, out _, FuzzLimits.Encoding);
            }
            catch (OpcUaException)
            {
                // As it should be.
            }

            foreach (var path in Paths) path.Read(catalog, value, out _);
        }
    }
}
