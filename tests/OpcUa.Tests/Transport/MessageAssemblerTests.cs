using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Transport;

public sealed class MessageAssemblerTests
{
    static readonly byte[] First = [1, 2, 3];
    static readonly byte[] Second = [4, 5];

    [Fact]
    public void Message_OfOneChunk_IsHandedThroughWithoutACopy()
    {
        using var assembler = new MessageAssembler(new TransportLimits());

        Assert.True(assembler.TryAdd(ChunkKind.Final, 7, First, out var message));

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(message, out var segment));
        Assert.Same(First, segment.Array);
    }

    [Fact]
    public void Message_OfSeveralChunks_IsPutTogether()
    {
        using var assembler = new MessageAssembler(new TransportLimits());

        Assert.False(assembler.TryAdd(ChunkKind.Intermediate, 7, First, out _));
        Assert.True(assembler.TryAdd(ChunkKind.Final, 7, Second, out var message));

        Assert.Equal([1, 2, 3, 4, 5], message.ToArray());
    }

    [Fact]
    public void Message_AfterAnAbortedOne_StartsAnew()
    {
        using var assembler = new MessageAssembler(new TransportLimits());

        assembler.TryAdd(ChunkKind.Intermediate, 7, First, out _);
        Assert.True(assembler.TryAdd(ChunkKind.Abort, 7, Second, out _));
        assembler.TryAdd(ChunkKind.Intermediate, 8, First, out _);
        Assert.True(assembler.TryAdd(ChunkKind.Final, 8, First, out var message));

        Assert.Equal([1, 2, 3, 1, 2, 3], message.ToArray());
    }

    [Fact]
    public void Chunks_OfTwoMessagesMixed_AreRefused()
    {
        using var assembler = new MessageAssembler(new TransportLimits());
        assembler.TryAdd(ChunkKind.Intermediate, 7, First, out _);
        Assert.Throws<OpcUaException>(() => assembler.TryAdd(ChunkKind.Final, 8, Second, out _));
    }

    [Theory]
    [InlineData(3, 1_000)]
    [InlineData(100, 8)]
    public void Flood_OfChunksOrBytes_IsStoppedAtTheLimit(int maxChunks, int maxBytes)
    {
        using var assembler = new MessageAssembler(new TransportLimits(MaxChunkCount: maxChunks, MaxMessageSize: maxBytes));

        var fault = Assert.Throws<OpcUaException>(() =>
        {
            for (var i = 0; i < 50; i++) assembler.TryAdd(ChunkKind.Intermediate, 7, First, out _);
        });

        Assert.Equal(StatusCodes.BadTcpMessageTooLarge, fault.StatusCode);
    }
}
