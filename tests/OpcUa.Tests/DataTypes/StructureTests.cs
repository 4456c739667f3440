using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.DataTypes;

public sealed class StructureTests
{
    private readonly DataTypeCatalog _catalog = Types.Catalog();

    [Fact]
    public void Structure_NestedWithArraysAndMatrices_RoundTripsWholeSplitAndCut()
    {
        var machine = Types.AMachine(_catalog);
        var bytes = machine.ToExtensionObject().Body.ToArray();

        Bytes.AssertDecodes(bytes, (ref UaReader r) => StructureReader.Read(machine.Layout, ref r), decoded =>
        {
            Assert.Equal(machine.ToString(), decoded.ToString());
            Assert.Equal(bytes, decoded.ToExtensionObject().Body.ToArray());
            Assert.Equal((Variant)(short)2, decoded["Axes"].Structures![1]["Torque"].Value);
            Assert.Equal([2, 3], decoded["Grid"].Value.Dimensions);
            Assert.Equal([1, 2], decoded["Corners"].Dimensions!);
            Assert.Equal("Automatic", decoded.Layout.Fields[0].Enumeration!.NameOf(7));
        });
        // Passing over it takes the same bytes, wherever it is cut.
        Bytes.AssertDecodes(bytes, (ref UaReader r) =>
        {
            StructureReader.Skip(machine.Layout, ref r);
            return true;
        }, Assert.True);
    }

    [Fact]
    public void OptionalFields_HaveTheBytesOfTheSpecification()
    {
        var layout = _catalog.FindStructure(Types.Recipe)!;
        var recipe = new StructureValue(layout).Set("Id", 5u).Set("Note", "ok").Set("Count", (byte)9);

        // Mask with the second optional field, then Id, Note, Count (OPC 10000-6, 5.2.7).
        Assert.Equal("02000000" + "05000000" + "02000000" + "6F6B" + "09", Convert.ToHexString(recipe.ToExtensionObject().Body.Span));
        Assert.True(_catalog.TryDecode(recipe.ToExtensionObject(), out var decoded));
        Assert.False(decoded["Speed"].IsPresent);
        Assert.Equal("ok", decoded["Note"].Value.AsString());
        Bytes.AssertDecodes(recipe.ToExtensionObject().Body.ToArray(), (ref UaReader r) => StructureReader.Read(layout, ref r), value => Assert.Equal((Variant)(byte)9, value["Count"].Value));
    }

    [Fact]
    public void Union_HoldsOneFieldOrNone()
    {
        var layout = _catalog.FindStructure(Types.Reading)!;
        var union = new StructureValue(layout).Set("Number", 1.0).Set("Text", "x");

        Assert.Equal("02000000" + "01000000" + "78", Convert.ToHexString(union.ToExtensionObject().Body.Span));
        Assert.False(union["Number"].IsPresent);
        Assert.Equal("00000000", Convert.ToHexString(new StructureValue(layout).ToExtensionObject().Body.Span));
        Assert.Equal(
            StatusCodes.BadDecodingError, Bytes.StatusOf(Convert.FromHexString("04000000"), (ref UaReader r) => StructureReader.Read(layout, ref r)));
    }

    [Fact]
    public void SubtypedFields_KnownStructuresAreDecoded_AndUnknownOnesStayBytes()
    {
        var layout = _catalog.FindStructure(Types.Holder)!;
        var unknown = new ExtensionObject(new NodeId("unheard of", 3), ExtensionObjectEncoding.Binary, new byte[] { 1, 2, 3 });
        var holder = new StructureValue(layout).Set("Any", unknown).Set("Some", Types.PointAt(_catalog, 1, 2)).Set("Number", 5L);

        Assert.True(_catalog.TryDecode(holder.ToExtensionObject(), out var decoded));
        Assert.Equal(unknown, decoded["Any"].Value.AsExtensionObject());
        Assert.Equal((Variant)1.0, decoded["Some"].Structure!["X"].Value);
        Assert.Equal((Variant)5L, decoded["Number"].Value);
        Assert.Equal(holder.ToExtensionObject(), decoded.ToExtensionObject());
    }

    [Fact]
    public void Write_FieldOfAnotherType_SaysWhichAndWhatIsDue()
    {
        var point = new StructureValue(_catalog.FindStructure(Types.Point)!).Set("X", "far");

        var refused = Assert.Throws<OpcUaException>(() => point.ToExtensionObject());
        Assert.Equal(StatusCodes.BadTypeMismatch, refused.StatusCode);
        Assert.Contains("'X' of 'Point' holds far; Double is due", refused.Message, StringComparison.Ordinal);
        Assert.Contains("it has X, Y", Assert.Throws<KeyNotFoundException>(() => point.Set("Z", 1.0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BytesOfAnotherStructure_IsRefusedNotMisread()
    {
        var point = Types.PointAt(_catalog, 1, 2).ToExtensionObject();
        var longer = new ExtensionObject(point.TypeId, ExtensionObjectEncoding.Binary, (byte[])[.. point.Body.Span, 0]);

        Assert.Equal(StatusCodes.BadDecodingError, Assert.Throws<OpcUaException>(() => _catalog.TryDecode(longer, out _)).StatusCode);
    }

    [Fact]
    public void DefaultEncodingId_WrongOrMissing_TheReferencesCount()
    {
        // UA-.NETStandard 3052: the definitions of two types name each other's encoding, that of a third names none.
        var catalog = new DataTypeCatalog();
        catalog.Add(
            Types.Source(Types.Point, Types.PointDefinition with { DefaultEncodingId = Types.EncodingOf(Types.Recipe) }),
            Types.Source(Types.Recipe, Types.RecipeDefinition with { DefaultEncodingId = Types.EncodingOf(Types.Point) }),
            Types.Source(Types.Tree, Types.TreeDefinition));

        Assert.Equal("Point", catalog.FindByEncoding(Types.EncodingOf(Types.Point))?.Name);
        Assert.Equal("Recipe", catalog.FindByEncoding(Types.EncodingOf(Types.Recipe))?.Name);
        Assert.Equal("Tree", catalog.FindByEncoding(Types.EncodingOf(Types.Tree))?.Name);
        Assert.Equal(Types.EncodingOf(Types.Point), Types.PointAt(catalog, 1, 2).ToExtensionObject().TypeId);
    }

    [Fact]
    public void DefaultEncodingId_ClaimedByTwoWithoutReferences_TellsNeither()
    {
        var catalog = new DataTypeCatalog();
        var claimed = new NodeId("same", 2);
        catalog.Add(
            Types.Source(Types.Point, Types.PointDefinition with { DefaultEncodingId = claimed }) with { EncodingId = default },
            Types.Source(Types.Recipe, Types.RecipeDefinition with { DefaultEncodingId = claimed }) with { EncodingId = default });

        Assert.Null(catalog.FindByEncoding(claimed));
        // Some servers send the data type where the encoding is due.
        Assert.Equal("Point", catalog.FindByEncoding(Types.Point)?.Name);
    }

    [Fact]
    public void Type_WithAFieldThatNobodyDescribes_StaysBytes_AndSoDoesWhatHoldsIt()
    {
        var catalog = new DataTypeCatalog();
        catalog.Add(
            Types.Source(Types.Point, Types.Structure(Types.Field("X", new NodeId("nobody knows", 2)))),
            Types.Source(Types.Axis, Types.AxisDefinition),
            Types.Source(Types.Recipe, Types.RecipeDefinition));

        Assert.Null(catalog.FindStructure(Types.Point));
        Assert.Null(catalog.FindStructure(Types.Axis));
        Assert.NotNull(catalog.FindStructure(Types.Recipe));
        Assert.False(catalog.TryDecode(new ExtensionObject(Types.EncodingOf(Types.Axis), ExtensionObjectEncoding.Binary, new byte[8]), out _));
        // The missing definition comes later.
        catalog.Add(Types.Source(Types.Point, Types.PointDefinition));
        Assert.NotNull(catalog.FindStructure(Types.Axis));
    }

    [Fact]
    public void Types_DerivedFromSimpleOnes_AreWhatTheyDeriveFrom()
    {
        var catalog = new DataTypeCatalog();
        var speed = new NodeId("Speed", 2);
        var flags = new NodeId("Flags", 2);
        catalog.Add(
            new DataTypeSource(speed, "Speed") { Supertype = DataTypeIds.Duration },
            new DataTypeSource(DataTypeIds.Duration, "Duration") { Supertype = DataTypeIds.Of(BuiltInType.Double) },
            new DataTypeSource(flags, "Flags") { Supertype = DataTypeIds.Of(BuiltInType.UInt16), Enumeration = Types.Modes },
            Types.Source(Types.Point, Types.Structure(Types.Field("Speed", speed), Types.Field("Flags", flags), Types.Field("Rank", speed, rank: 0))));

        var layout = catalog.FindStructure(Types.Point)!;
        Assert.Equal([BuiltInType.Double, BuiltInType.UInt16, BuiltInType.Double], layout.Fields.Select(field => field.Type));
        Assert.False(layout.Fields[2].IsArray);
        Assert.Equal(BuiltInType.UInt16, catalog.FindEnumeration(flags)!.Type);
    }

    [Fact]
    public void RecursiveType_ATree_IsDecoded_AndABombOfItIsRefused()
    {
        var layout = _catalog.FindStructure(Types.Tree)!;
        StructureValue Node(int value, params StructureValue[] children) => new StructureValue(layout).Set("Value", value).Set("Children", children);
        Assert.True(_catalog.TryDecode(Node(1, Node(2), Node(3, Node(4))).ToExtensionObject(), out var tree));
        Assert.Equal((Variant)4, tree["Children"].Structures![1]["Children"].Structures![0]["Value"].Value);

        // A thousand levels of one child each.
        var bomb = Bytes.Of((ref UaWriter w) =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                w.WriteInt32(i);
                w.WriteInt32(1);
            }
        });
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bomb, (ref UaReader r) => StructureReader.Read(layout, ref r)));
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bomb, (ref UaReader r) =>
        {
            StructureReader.Skip(layout, ref r);
            return true;
        }));
    }

    [Fact]
    public void RecursiveType_HoldingItselfInPlace_EndsWithAStatus()
    {
        var catalog = new DataTypeCatalog();
        catalog.Add(Types.Source(Types.Point, Types.Structure(Types.Field("Again", Types.Point))));
        var layout = catalog.FindStructure(Types.Point)!;

        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(new byte[10], (ref UaReader r) => StructureReader.Read(layout, ref r)));
        var selfMade = new StructureValue(layout);
        selfMade.Set("Again", selfMade);
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Assert.Throws<OpcUaException>(() => selfMade.ToExtensionObject()).StatusCode);
    }

    [Fact]
    public void NestedExtensionObjects_ABombOfThem_CountsAgainstTheSameDepth()
    {
        var layout = _catalog.FindStructure(Types.Holder)!;
        var bomb = new ExtensionObject(Types.EncodingOf(Types.Point), ExtensionObjectEncoding.Binary, Types.PointAt(_catalog, 1, 2).ToExtensionObject().Body);
        for (var i = 0; i < 200; i++)
        {
            var inner = bomb;
            bomb = new ExtensionObject(layout.EncodingId, ExtensionObjectEncoding.Binary, Bytes.Of((ref UaWriter w) =>
            {
                w.WriteExtensionObject(inner);
                w.WriteExtensionObject(ExtensionObject.Null);
                w.WriteVariant(1);
            }));
        }

        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Assert.Throws<OpcUaException>(() => _catalog.TryDecode(bomb, out _)).StatusCode);
    }

    [Fact]
    public void TypesOfNothing_MultipliedByThousands_AreNotDecoded()
    {
        // Ten of ten of ten ...: 10^9 structures in no byte at all.
        var catalog = new DataTypeCatalog();
        var sources = new List<DataTypeSource> { Types.Source(new NodeId("L0", 2), Types.Structure()) };
        for (var level = 1; level < 10; level++)
        {
            var below = new NodeId($"L{level - 1}", 2);
            sources.Add(Types.Source(new NodeId($"L{level}", 2), Types.Structure([.. Enumerable.Range(0, 10).Select(i => Types.Field($"f{i}", below))])));
        }

        catalog.Add(sources);
        Assert.Equal(["L0"], catalog.Structures.Select(layout => layout.Name));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1_000_000)]
    public void ArrayLength_BeyondTheBytes_AllocatesNothing(int length)
    {
        var layout = _catalog.FindStructure(Types.Tree)!;
        var bytes = Bytes.Of((ref UaWriter w) =>
        {
            w.WriteInt32(1);
            w.WriteInt32(length);
        });
        Bytes.StatusOf(bytes, (ref UaReader r) => StructureReader.Read(layout, ref r));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var status = Bytes.StatusOf(bytes, (ref UaReader r) => StructureReader.Read(layout, ref r));

        Assert.True(status == StatusCodes.BadDecodingError || status == StatusCodes.BadEncodingLimitsExceeded, status.ToString());
        // The exception itself costs a little; the array would be millions.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Matrix_DimensionsThatOverflow_AreRefused()
    {
        var catalog = new DataTypeCatalog();
        catalog.Add(Types.Source(Types.Point, Types.Structure(Types.Field("M", BuiltInType.Byte, rank: 3))));
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteInt32Array([65_536, 65_536, 65_536]));

        Assert.Equal(
            StatusCodes.BadEncodingLimitsExceeded,
            Bytes.StatusOf(bytes, (ref UaReader r) => StructureReader.Read(catalog.FindStructure(Types.Point)!, ref r)));
    }

    // A server that names a type for each field of the one before: found by reading the code, since no capture goes that deep.
    [Fact]
    public void Definitions_NestedWithoutEnd_AreMeasuredWithinTheStack()
    {
        const int levels = DataTypeCatalog.MaxTypes - 1;
        NodeId Id(int level) => new($"Level{level}", 2);
        DataTypeSource[] sources =
        [
            .. Enumerable.Range(0, levels).Select(level => Types.Source(Id(level), Types.Structure(Types.Field("Inner", Id(level + 1))))),
            Types.Source(Id(levels), Types.Structure(Types.Field("Value", BuiltInType.Int32))),
        ];
        var catalog = new DataTypeCatalog();
        var thread = new Thread(() => catalog.Add(sources), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(levels + 1, catalog.Structures.Count);
        var value = new ExtensionObject(Types.EncodingOf(Id(0)), ExtensionObjectEncoding.Binary, new byte[4]);
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Assert.Throws<OpcUaException>(() => catalog.TryDecode(value, out _)).StatusCode);
        var shallow = new ExtensionObject(Types.EncodingOf(Id(levels - 5)), ExtensionObjectEncoding.Binary, new byte[] { 7, 0, 0, 0 });
        Assert.Equal(StatusCodes.Good, StructurePath.Parse("Inner.Inner.Inner.Inner.Inner.Value").Read(catalog, shallow, out var found));
        Assert.Equal(7, found.ToObject());
    }
}
