using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>What a <see cref="FaultProxy"/> does to the chunks that pass.</summary>
enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Holds each chunk back for a random while.</summary>
    Delay,

    /// <summary>Sends each byte by itself.</summary>
    SingleBytes,

    /// <summary>Sends the first part of a chunk and closes both sides.</summary>
    CutInMidChunk,

    /// <summary>Sends a chunk twice.</summary>
    DuplicateChunk,

    /// <summary>Sends the end of a chunk twice.</summary>
    DuplicateBytes,

    /// <summary>Changes one byte of a chunk.</summary>
    Corrupt,

    /// <summary>Swallows everything from here on, both ways, and leaves both sides open: a cable that was pulled.</summary>
    BlackHole,
}

/// <summary>
/// Stands between a client and a server and does what networks, switches and gateways do. It cuts the streams into chunks
/// (OPC 10000-6, 7.1.2), so that a fault strikes where it is meant to; which chunk is struck, and how, comes from the seed.
/// </summary>
sealed class FaultProxy : IAsyncDisposable
{
    const int HeaderLength = 8;

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly int _target;
    readonly int _seed;
    readonly Lock _lock = new();
    readonly List<Line> _lines = [];
    readonly List<Task> _passing = [];
    readonly Task _accepting;
    int _struck;
    int _accepted;
    int _openings;
    volatile int _fault;

    public FaultProxy(int target, int seed)
    {
        _target = target;
        _seed = seed;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"opc.tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Connections that came.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Chunks that a fault struck.</summary>
    public int Struck => Volatile.Read(ref _struck);

    /// <summary>Openings and renewals of channels that clients asked for.</summary>
    public int Openings => Volatile.Read(ref _openings);

    /// <summary>Of a thousand chunks, how many are struck.</summary>
    public int PerThousand { get; init; } = 30;

    /// <summary>What happens from now on. Black holes that are open stay so.</summary>
    public Fault Fault
    {
        get => (Fault)_fault;
        set => _fault = (int)value;
    }

    /// <summary>Cuts every line between two chunks.</summary>
    public void Cut()
    {
        foreach (var line in Lines()) line.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
        Task[] passing;
        lock (_lock) passing = [.. _passing];
        await Task.WhenAll(passing);
    }

    Line[] Lines()
    {
        lock (_lock) return [.. _lines];
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                var line = new Line(client, server);
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, _target);
                }
                catch (SocketException)
                {
                    // The server is away: the client sees a connection that ends at once.
                    line.Dispose();
                    continue;
                }

                var number = Interlocked.Increment(ref _accepted);
                lock (_lock)
                {
                    _lines.RemoveAll(other => other.IsCut);
                    _passing.RemoveAll(task => task.IsCompleted);
                    _lines.Add(line);
                    _passing.Add(PassAsync(line, client, server, new Random((_seed * 10_007) + (number * 2))));
                    _passing.Add(PassAsync(line, server, client, new Random((_seed * 10_007) + (number * 2) + 1)));
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task PassAsync(Line line, Socket from, Socket to, Random random)
    {
        await Task.Yield();
        var buffer = new byte[65_536];
        var filled = 0;
        try
        {
            while (true)
            {
                var received = await from.ReceiveAsync(buffer.AsMemory(filled));
                if (received == 0) break;
                filled += received;
                var taken = 0;
                while (TryCut(buffer.AsSpan(taken, filled - taken), out var length))
                {
                    if (from == line.Client && buffer.AsSpan(taken).StartsWith("OPN"u8)) Interlocked.Increment(ref _openings);
                    await SendAsync(line, to, buffer.AsMemory(taken, length), random);
                    taken += length;
                }

                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut, by either side or by us.
        }

        // A black hole swallows the end of a connection as well.
        if (!line.IsBlackHole) line.Dispose();
    }

    // Larger chunks than the buffer, and what is no chunk at all, pass as they come.
    static bool TryCut(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < HeaderLength) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        length = size is < HeaderLength or > 65_536 ? bytes.Length : (int)size;
        return length <= bytes.Length;
    }

    async Task SendAsync(Line line, Socket to, Memory<byte> chunk, Random random)
    {
        if (line.IsBlackHole) return;
        var fault = Fault;
        if (fault is Fault.None || random.Next(1_000) >= PerThousand)
        {
            await SendAllAsync(to, chunk);
            return;
        }

        Interlocked.Increment(ref _struck);
        switch (fault)
        {
            case Fault.Delay:
                await Task.Delay(random.Next(1, 60));
                await SendAllAsync(to, chunk);
                break;
            case Fault.SingleBytes:
                for (var i = 0; i < chunk.Length; i++) await SendAllAsync(to, chunk.Slice(i, 1));
                break;
            case Fault.CutInMidChunk:
                await SendAllAsync(to, chunk[..random.Next(1, chunk.Length)]);
                line.Dispose();
                break;
            case Fault.DuplicateChunk:
                await SendAllAsync(to, chunk);
                await SendAllAsync(to, chunk);
                break;
            case Fault.DuplicateBytes:
                await SendAllAsync(to, chunk);
                await SendAllAsync(to, chunk[random.Next(chunk.Length)..]);
                break;
            case Fault.Corrupt:
                chunk.Span[random.Next(chunk.Length)] ^= (byte)(1 << random.Next(8));
                await SendAllAsync(to, chunk);
                break;
            case Fault.BlackHole:
                line.IsBlackHole = true;
                break;
        }
    }

    static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await to.SendAsync(bytes)..];
    }

    /// <summary>One connection with its continuation to the server.</summary>
    sealed class Line(Socket client, Socket server) : IDisposable
    {
        volatile bool _isCut;
        volatile bool _isBlackHole;

        public Socket Client => client;

        public bool IsCut => _isCut;

        public bool IsBlackHole
        {
            get => _isBlackHole;
            set => _isBlackHole = value;
        }

        public void Dispose()
        {
            _isCut = true;
            client.Dispose();
            server.Dispose();
        }
    }
}
