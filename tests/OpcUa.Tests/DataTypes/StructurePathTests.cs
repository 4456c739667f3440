using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.DataTypes;

public sealed class StructurePathTests
{
    private readonly DataTypeCatalog _catalog = Types.Catalog();

    public static TheoryData<string, object> Found => new()
    {
        { "Mode", 7 },
        { "Home.X", 100.0 },
        { "Home.Y", 200f },
        { "Axes[0].Name", "A" },
        { "Axes[2].Torque", (short)3 },
        { "Axes[1].At.X", 20.0 },
        { "Axes[1].Limits[1]", 1.5 },
        { "Axes[1].Limits", new[] { -1.5, 1.5 } },
        { "Anything.Y", 9f },
        { "\"Home\".\"X\"", 100.0 },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void Read_EachKindOfStep_FindsTheValue(string text, object expected)
    {
        var path = StructurePath.Parse(text);
        var machine = Types.AMachine(_catalog);

        Assert.Equal(StatusCodes.Good, path.Read(_catalog, machine.ToExtensionObject(), out var found));
        Assert.Equal(expected, found.ToObject());
        // The decoded structure gives the same as its bytes.
        Assert.Equal(StatusCodes.Good, path.Read(machine, out found));
        Assert.Equal(expected, found.ToObject());
    }

    [Theory]
    [InlineData("Nothing", 0x806F0000)]            // BadNoMatch
    [InlineData("Home.Z", 0x806F0000)]
    [InlineData("Axes[3].Torque", 0x80370000)]     // BadIndexRangeNoData
    [InlineData("Axes[0].Limits[0]", 0x80370000)]
    [InlineData("Home", 0x80740000)]               // BadTypeMismatch: a structure is no signal
    [InlineData("Axes", 0x80740000)]
    [InlineData("Axes.Torque", 0x80740000)]
    [InlineData("Corners[0].X", 0x80740000)]       // one index into a matrix
    [InlineData("Corners[2].Torque", 0x80740000)]
    [InlineData("Mode.X", 0x80740000)]
    [InlineData("Mode[0]", 0x80740000)]
    [InlineData("[0].Mode", 0x80740000)]
    public void Read_NoSuchPlace_SaysWhy(string text, uint status)
    {
        var machine = Types.AMachine(_catalog);
        var path = StructurePath.Parse(text);

        Assert.Equal(new StatusCode(status), path.Read(_catalog, machine.ToExtensionObject(), out var found));
        Assert.True(found.IsNull);
        Assert.Equal(new StatusCode(status), path.Read(machine, out _));
    }

    [Fact]
    public void Read_AbsentFieldsUnknownTypesAndArrays()
    {
        var recipe = new StructureValue(_catalog.FindStructure(Types.Recipe)!).Set("Id", 1u).Set("Count", (byte)2).ToExtensionObject();
        var union = new StructureValue(_catalog.FindStructure(Types.Reading)!).Set("Text", "x").ToExtensionObject();
        var points = Variant.FromArray(BuiltInType.ExtensionObject, new[] { Types.PointAt(_catalog, 1, 2).ToExtensionObject(), Types.PointAt(_catalog, 3, 4).ToExtensionObject() });

        Assert.Equal(StatusCodes.BadNoData, StructurePath.Parse("Speed").Read(_catalog, recipe, out _));
        Assert.Equal(StatusCodes.Good, StructurePath.Parse("Count").Read(_catalog, recipe, out var count));
        Assert.Equal((Variant)(byte)2, count);
        Assert.Equal(StatusCodes.BadNoData, StructurePath.Parse("Number").Read(_catalog, union, out _));
        Assert.Equal(StatusCodes.Good, StructurePath.Parse("Text").Read(_catalog, union, out _));
        Assert.Equal(StatusCodes.Good, StructurePath.Parse("[1].X").Read(_catalog, points, out var x));
        Assert.Equal((Variant)3.0, x);
        Assert.Equal(StatusCodes.Good, StructurePath.Parse("[1]").Read(_catalog, new[] { 5, 6 }, out var element));
        Assert.Equal((Variant)6, element);
        Assert.Equal(StatusCodes.BadDataTypeIdUnknown, StructurePath.Parse("X").Read(new DataTypeCatalog(), recipe, out _));
        Assert.Equal(StatusCodes.BadTypeMismatch, StructurePath.Parse("X").Read(_catalog, 1.0, out _));
    }

    [Fact]
    public void Read_BytesCutAnywhere_GivesAStatusAndNeverThrows()
    {
        var whole = Types.AMachine(_catalog).ToExtensionObject();
        var path = StructurePath.Parse("Home.Y");
        for (var cut = 0; cut < whole.Body.Length; cut++)
        {
            var part = new ExtensionObject(whole.TypeId, ExtensionObjectEncoding.Binary, whole.Body[..cut]);
            Assert.Equal(StatusCodes.BadDecodingError, path.Read(_catalog, part, out _));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0x7FFF_FF00)]
    [InlineData(int.MaxValue)]
    public void Read_ATextOnTheWayThatIsLongerThanTheBytes_GivesAStatus(int length)
    {
        // Recipe: the mask (Note is there), Id, and a Note that claims more than follows; Count lies behind it.
        byte[] body = [2, 0, 0, 0, 7, 0, 0, 0, .. BitConverter.GetBytes(length), 1];
        var recipe = new ExtensionObject(Types.EncodingOf(Types.Recipe), ExtensionObjectEncoding.Binary, body);

        Assert.Equal(StatusCodes.BadDecodingError, StructurePath.Parse("Count").Read(_catalog, recipe, out var found));
        Assert.True(found.IsNull);
    }

    [Fact]
    public void Read_FieldsBehindTheEnd_GivesAStatus()
    {
        var point = new ExtensionObject(Types.EncodingOf(Types.Point), ExtensionObjectEncoding.Binary, new byte[3]);

        Assert.Equal(StatusCodes.BadDecodingError, StructurePath.Parse("Y").Read(_catalog, point, out _));
    }

    [Fact]
    public void Read_ANumber_AllocatesNothing()
    {
        Variant machine = Types.AMachine(_catalog).ToExtensionObject();
        var path = StructurePath.Parse("Axes[2].Torque");
        path.Read(_catalog, machine, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) path.Read(_catalog, machine, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("A.")]
    [InlineData("A..B")]
    [InlineData("A[")]
    [InlineData("A[x]")]
    [InlineData("A[-1]")]
    [InlineData("A[1]B")]
    [InlineData("\"A")]
    [InlineData("\"\"")]
    [InlineData("A]")]
    public void Parse_NoPath_IsRefused(string text) => Assert.False(StructurePath.TryParse(text, out _));

    [Fact]
    public void Parse_QuotedNames_MayHoldDotsAndQuotes()
    {
        var catalog = new DataTypeCatalog();
        catalog.Add(Types.Source(Types.Point, Types.Structure(Types.Field("a.b \"c\"[0]", BuiltInType.Int32))));
        var value = new StructureValue(catalog.FindStructure(Types.Point)!).Set("a.b \"c\"[0]", 3);

        Assert.Equal(StatusCodes.Good, StructurePath.Parse("\"a.b \"\"c\"\"[0]\"").Read(catalog, value.ToExtensionObject(), out var found));
        Assert.Equal((Variant)3, found);
    }
}
