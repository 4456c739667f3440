using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Transport;

public sealed class FrameBufferTests
{
    static byte[] Chunk(int size, byte fill)
    {
        var chunk = new byte[size];
        chunk.AsSpan().Fill(fill);
        new ChunkHeader(MessageType.Message, ChunkKind.Final, size).Write(chunk);
        return chunk;
    }

    static List<byte[]> Feed(FrameBuffer buffer, ReadOnlySpan<byte> bytes, int step)
    {
        var chunks = new List<byte[]>();
        while (bytes.Length > 0)
        {
            var space = buffer.FreeSpace();
            var taken = Math.Min(Math.Min(step, bytes.Length), space.Length);
            bytes[..taken].CopyTo(space.Span);
            buffer.Advance(taken);
            bytes = bytes[taken..];
            while (buffer.TryTake(out _, out var chunk)) chunks.Add(chunk.ToArray());
        }

        return chunks;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8_191)]
    [InlineData(1_000_000)]
    public void Chunks_FedInSteps_ComeOutWholeAndInOrder(int step)
    {
        byte[][] sent = [Chunk(8, 1), Chunk(100, 2), Chunk(8_192, 3), Chunk(8_192, 4), Chunk(9, 5), Chunk(8_000, 6)];
        using var buffer = new FrameBuffer(8_192);

        var received = Feed(buffer, sent.SelectMany(chunk => chunk).ToArray(), step);

        Assert.Equal(sent, received);
    }

    [Fact]
    public void Chunk_LongerThanAgreed_IsRefusedFromItsHeaderAlone()
    {
        using var buffer = new FrameBuffer(65_535);
        buffer.LimitChunkSize(8_192);

        var fault = Assert.Throws<OpcUaException>(() => Feed(buffer, Chunk(8_193, 1).AsSpan(0, 8), 8));

        Assert.Equal(StatusCodes.BadTcpMessageTooLarge, fault.StatusCode);
    }

    [Theory]
    [InlineData("GET / HT")]
    [InlineData("MSGX\u0010\0\0\0")]
    [InlineData("OPNC\u0010\0\0\0")]
    [InlineData("HELA\u0010\0\0\0")]
    public void Bytes_ThatOpenNoChunk_AreRefused(string text)
    {
        using var buffer = new FrameBuffer(8_192);
        var fault = Assert.Throws<OpcUaException>(() => Feed(buffer, System.Text.Encoding.ASCII.GetBytes(text), 8));
        Assert.Equal(StatusCodes.BadTcpMessageTypeInvalid, fault.StatusCode);
    }

    [Fact]
    public void Chunk_ShorterThanItsHeader_IsRefused()
    {
        using var buffer = new FrameBuffer(8_192);
        Assert.Throws<OpcUaException>(() => Feed(buffer, [.. "MSGF"u8, 7, 0, 0, 0], 8));
    }
}
