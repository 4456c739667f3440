using System.Buffers;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Encoding;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>Small or large messages that would become much larger, deeper or stranger: the request fails, and nothing else.</summary>
public sealed class BombTests(ITestOutputHelper output)
{
    delegate void WriteValue(ref UaWriter writer);

    public static TheoryData<string> Names => [.. Bombs.Keys];

    static readonly Dictionary<string, (StatusCode Status, WriteValue Write)> Bombs = new()
    {
        ["string of 2 GB"] = (StatusCodes.BadEncodingLimitsExceeded, (ref UaWriter w) => Prefix(ref w, BuiltInType.String, int.MaxValue)),
        ["string longer than the message"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Prefix(ref w, BuiltInType.String, 1_000_000)),
        ["byte string of 2 GB"] = (StatusCodes.BadEncodingLimitsExceeded, (ref UaWriter w) => Prefix(ref w, BuiltInType.ByteString, int.MaxValue)),
        ["byte string longer than the message"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Prefix(ref w, BuiltInType.ByteString, 16_000_000)),
        ["array of two billion doubles"] = (StatusCodes.BadEncodingLimitsExceeded, (ref UaWriter w) => Prefix(ref w, BuiltInType.Double, int.MaxValue, isArray: true)),
        ["array longer than the message"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Prefix(ref w, BuiltInType.Double, 1_000_000, isArray: true)),
        ["variants a thousand deep"] = (StatusCodes.BadEncodingLimitsExceeded, NestedVariants),
        ["data values a hundred thousand deep"] = (StatusCodes.BadEncodingLimitsExceeded, NestedDataValues),
        ["diagnostic infos a hundred thousand deep"] = (StatusCodes.BadEncodingLimitsExceeded, NestedDiagnostics),
        ["five million null variants"] = (StatusCodes.BadEncodingLimitsExceeded, ManyNulls),
        ["matrix whose dimensions overflow"] = (StatusCodes.BadDecodingError, OverflowingMatrix),
        ["matrix with a negative dimension"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Matrix(ref w, -1, -1)),
        ["overlong UTF-8"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Text(ref w, [0xC0, 0xAF])),
        ["UTF-8 of a lone surrogate"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Text(ref w, [0xED, 0xA0, 0x80])),
        ["UTF-8 beyond Unicode"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Text(ref w, [0xF5, 0x80, 0x80, 0x80])),
        ["UTF-8 that ends too early"] = (StatusCodes.BadDecodingError, (ref UaWriter w) => Text(ref w, [0xE6, 0xB8])),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bomb_InAWrite_FailsTheRequestAlone(string name)
    {
        var (status, write) = Bombs[name];
        await using var attacked = new AttackedServer();
        await using var attacker = await RawClient.ConnectAsync(attacked.Server);
        var body = Request(attacked, attacker.Token, write);
        var before = GC.GetTotalAllocatedBytes();

        Assert.Equal(status, await RawClient.FaultAsync(attacker.SendBytesAsync(body)));

        var taken = GC.GetTotalAllocatedBytes() - before;
        new TestReport(output).Line($"{name}: {body.Length:N0} bytes sent, {taken:N0} allocated in the whole process");
        Assert.True(taken < (64L * 1024 * 1024) + (64L * body.Length), $"{taken:N0} bytes were allocated for {body.Length:N0}.");
        await attacked.AssertServesAsync(attacker);
        await attacked.AssertReportedOnceAsync(status);
    }

    [Fact]
    public async Task Bombs_OneAfterTheOther_OthersReadBesideThem()
    {
        await using var attacked = new AttackedServer();
        await using var attacker = await RawClient.ConnectAsync(attacked.Server);
        var bodies = Bombs.Where(bomb => bomb.Key is not "five million null variants")
            .Select(bomb => Request(attacked, attacker.Token, bomb.Value.Write)).ToList();
        await attacked.BesideOthersAsync(
            "bombs",
            async stop =>
            {
                foreach (var body in bodies) await RawClient.FaultAsync(attacker.SendBytesAsync(body));
            },
            output);
    }

    [Theory]
    [InlineData("C0AF")]
    [InlineData("EDA080")]
    [InlineData("FF")]
    public async Task Hello_WithAUrlThatIsNoUtf8_IsRefused(string url)
    {
        await using var attacked = new AttackedServer();
        var socket = await attacked.DialAsync();
        using var channel = new RawChannel(socket);
        var hello = new ArrayBufferWriter<byte>();
        HelloMessage.From(new TransportLimits(), new string('x', url.Length / 2)).Write(hello);
        var bytes = hello.WrittenSpan.ToArray();
        Convert.FromHexString(url).CopyTo(bytes, bytes.Length - (url.Length / 2));
        await socket.SendAsync(bytes);

        Assert.Equal(StatusCodes.BadDecodingError, await channel.ErrorAsync());
        await attacked.AssertReportedOnceAsync(StatusCodes.BadDecodingError);
    }

    [Fact]
    public async Task Hello_WithAUrlOfMegabytes_IsRefusedUnread()
    {
        await using var attacked = new AttackedServer();
        var socket = await attacked.DialAsync();
        using var channel = new RawChannel(socket);
        var hello = new ArrayBufferWriter<byte>();
        HelloMessage.From(new TransportLimits(), new string('x', 5_000)).Write(hello);
        await socket.SendAsync(hello.WrittenMemory);

        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, await channel.ErrorAsync());
    }

    [Fact]
    public async Task Hello_WithBuffersTooSmall_IsRefused()
    {
        await using var attacked = new AttackedServer();
        var socket = await attacked.DialAsync();
        using var channel = new RawChannel(socket);
        var hello = new ArrayBufferWriter<byte>();
        (HelloMessage.From(new TransportLimits(), attacked.Server.EndpointUrl) with { ReceiveBufferSize = 1 }).Write(hello);
        await socket.SendAsync(hello.WrittenMemory);

        Assert.Equal(StatusCodes.BadConnectionRejected, await channel.ErrorAsync());
    }

    static byte[] Request(AttackedServer attacked, NodeId token, WriteValue value) => Bytes.Of((ref UaWriter w) =>
    {
        w.WriteNodeId(new NodeId(WriteRequest.BinaryEncodingId));
        new RequestHeader { AuthenticationToken = token }.Encode(ref w);
        w.WriteInt32(1);
        w.WriteNodeId(attacked.Plant.Temperature.Id);
        w.WriteUInt32(AttributeIds.Value);
        w.WriteString(null);
        w.WriteByte(1);
        value(ref w);
    });

    static void Prefix(ref UaWriter writer, BuiltInType type, int length, bool isArray = false)
    {
        writer.WriteByte((byte)((int)type | (isArray ? 0x80 : 0)));
        writer.WriteInt32(length);
        writer.WriteUInt32(0);
    }

    static void NestedVariants(ref UaWriter writer)
    {
        for (var i = 0; i < 1_000; i++) Array(ref writer, BuiltInType.Variant);
        writer.WriteVariant(1.0);
    }

    static void NestedDataValues(ref UaWriter writer)
    {
        for (var i = 0; i < 100_000; i++)
        {
            writer.WriteByte((byte)BuiltInType.DataValue);
            writer.WriteByte(1);
        }

        writer.WriteVariant(1.0);
    }

    static void NestedDiagnostics(ref UaWriter writer)
    {
        writer.WriteByte((byte)BuiltInType.DiagnosticInfo);
        for (var i = 0; i < 100_000; i++) writer.WriteByte(0x40);
        writer.WriteByte(0);
    }

    // One byte each on the wire, some thirty in memory: the limit on all elements of a message holds.
    static void ManyNulls(ref UaWriter writer)
    {
        Array(ref writer, BuiltInType.Variant, 5);
        for (var i = 0; i < 5; i++)
        {
            Array(ref writer, BuiltInType.Variant, 1_000_000);
            writer.WriteBytes(new byte[1_000_000]);
        }
    }

    // 65,536 to the fourth is 0 in 64 bits: as many elements as there are.
    static void OverflowingMatrix(ref UaWriter writer) => Matrix(ref writer, 65_536, 65_536, 65_536, 65_536);

    static void Matrix(ref UaWriter writer, params int[] dimensions)
    {
        writer.WriteByte((byte)BuiltInType.Double | 0x80 | 0x40);
        writer.WriteInt32(0);
        writer.WriteInt32Array(dimensions);
    }

    static void Text(ref UaWriter writer, ReadOnlySpan<byte> utf8)
    {
        writer.WriteByte((byte)BuiltInType.String);
        writer.WriteByteString(utf8);
    }

    static void Array(ref UaWriter writer, BuiltInType type, int length = 1)
    {
        writer.WriteByte((byte)((int)type | 0x80));
        writer.WriteInt32(length);
    }
}
