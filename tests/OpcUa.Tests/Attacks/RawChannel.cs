using System.Buffers.Binary;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>A channel of policy None whose chunks are made by hand: any kind, any length, any number of them.</summary>
internal sealed class RawChannel(Socket socket) : IDisposable
{
    readonly FrameBuffer _frames = new(65_535);
    readonly ChannelEnd _end = new(ChannelRole.Client, new TransportLimits(), NoSecurity.Instance, TimeProvider.System);
    uint _sequence;
    uint _token;

    public async Task OpenAsync()
    {
        var opening = ClientOpening.Start(_end, SecurityTokenRequestType.Issue, MessageSecurityMode.None, TimeSpan.FromMinutes(10), new RequestHeader());
        await socket.SendAsync(opening.Seal(_end, ++_sequence));
        var (acknowledge, _) = await TakeAsync();
        Assert.Equal(MessageType.Acknowledge, acknowledge.Type);
        var (header, chunk) = await TakeAsync();
        Assert.True(_end.TryReceive(header, chunk, out var message));
        var reader = new UaReader(message.Body.Span);
        var response = Assert.IsType<OpenSecureChannelResponse>(ServiceMessages.Decode(ref reader));
        opening.Complete(_end, response);
        _token = response.SecurityToken.TokenId;
    }

    /// <summary>Sends one chunk of a message.</summary>
    /// <returns>False where the server has closed the connection.</returns>
    public async Task<bool> TrySendAsync(ChunkKind kind, uint requestId, ReadOnlyMemory<byte> body)
    {
        var chunk = new byte[24 + body.Length];
        new ChunkHeader(MessageType.Message, kind, chunk.Length).Write(chunk);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(8), _end.Id);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(12), _token);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(16), ++_sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(20), requestId);
        body.CopyTo(chunk.AsMemory(24));
        return await TrySendAsync(chunk);
    }

    /// <summary>An OpenSecureChannel request that renews, with so many bytes behind it that its chunk is that long at least.</summary>
    public byte[] Renewal(int length)
    {
        var opening = ClientOpening.Start(_end, SecurityTokenRequestType.Renew, MessageSecurityMode.None, TimeSpan.FromMinutes(10), new RequestHeader());
        var whole = opening.Seal(_end, ++_sequence).Span;
        var chunk = new byte[Math.Max(length, whole.Length)];
        whole.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), chunk.Length);
        return chunk;
    }

    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, patience.Token)..];
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends as much as the server takes within a time: it stops taking when it has had enough.</summary>
    public async Task<int> SendUntilItStopsAsync(Func<byte[]> make, int atMost, TimeSpan silence)
    {
        for (var sent = 0; sent < atMost; sent++)
        {
            using var patience = new CancellationTokenSource(silence);
            ReadOnlyMemory<byte> bytes = make();
            try
            {
                while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, patience.Token)..];
            }
            catch (Exception stopped) when (stopped is SocketException or OperationCanceledException)
            {
                return sent;
            }
        }

        return atMost;
    }

    /// <summary>The Error message with which the server closes.</summary>
    public async Task<StatusCode> ErrorAsync()
    {
        while (true)
        {
            var (header, chunk) = await TakeAsync();
            if (header.Type is MessageType.Error) return new StatusCode(ErrorMessage.Parse(chunk.Span[ChunkHeader.Length..]).StatusCode);
        }
    }

    /// <summary>Waits for the server's end of the connection, whatever comes before it.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while (true) await TakeAsync();
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _frames.Dispose();
        _end.Dispose();
    }

    async Task<(ChunkHeader Header, Memory<byte> Chunk)> TakeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        ChunkHeader header;
        Memory<byte> chunk;
        while (!_frames.TryTake(out header, out chunk))
        {
            var received = await socket.ReceiveAsync(_frames.FreeSpace(), patience.Token);
            if (received == 0) throw new IOException("The server closed the connection.");
            _frames.Advance(received);
        }

        return (header, chunk);
    }
}
