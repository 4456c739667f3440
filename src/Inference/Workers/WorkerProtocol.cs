using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>
/// What inference and a worker say to each other over the worker's standard input and output. Everything is little endian; each
/// message is
/// <code>
/// +----------------+---------------------+--------------+---------------+
/// | uint32 magic   | uint32 body length  | uint32 id    | body          |
/// +----------------+---------------------+--------------+---------------+
/// request body:  uint16 model | uint32 rows | uint32 features | float32[rows * features]
/// answer body:   uint8 0 | float32[rows]     or     uint8 1 | UTF-8 text of what went wrong
/// </code>
/// The worker speaks first: an answer with id 0, when its models are loaded and gave their golden outputs, or why not.
/// </summary>
internal static class WorkerProtocol
{
    public const uint ReadyId = 0;
    public const int HeaderBytes = 12;

    /// <summary>A library that prints to standard output must not be taken for an answer.</summary>
    private const uint Magic = 0x4A49_4201;
    private const int MostBodyBytes = 64 * 1024 * 1024;
    private const int RequestHeadBytes = 10;

    public static byte[] Request(uint id, ushort model, IReadOnlyList<float[]> rows)
    {
        var features = rows.Count == 0 ? 0 : rows[0].Length;
        var message = Message(id, RequestHeadBytes + (rows.Count * features * sizeof(float)));
        var body = message.AsSpan(HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(body, model);
        BinaryPrimitives.WriteUInt32LittleEndian(body[2..], (uint)rows.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(body[6..], (uint)features);
        var target = MemoryMarshal.Cast<byte, float>(body[RequestHeadBytes..]);
        for (var i = 0; i < rows.Count; i++)
            rows[i].CopyTo(target[(i * features)..]);
        return message;
    }

    /// <returns>The request's model, number of rows and their features in a row.</returns>
    /// <exception cref="InvalidDataException"/>
    public static (ushort Model, int Rows, int Features, float[] Values) ReadRequest(ReadOnlySpan<byte> body)
    {
        if (body.Length < RequestHeadBytes)
            throw new InvalidDataException($"A request of {body.Length} bytes is too short.");
        var model = BinaryPrimitives.ReadUInt16LittleEndian(body);
        var rows = BinaryPrimitives.ReadUInt32LittleEndian(body[2..]);
        var features = BinaryPrimitives.ReadUInt32LittleEndian(body[6..]);
        if ((ulong)rows * features * sizeof(float) != (ulong)(body.Length - RequestHeadBytes))
            throw new InvalidDataException($"A request of {rows} rows with {features} features does not fit its {body.Length} bytes.");
        return (model, (int)rows, (int)features, MemoryMarshal.Cast<byte, float>(body[RequestHeadBytes..]).ToArray());
    }

    public static byte[] Answer(uint id, ReadOnlySpan<float> outputs)
    {
        var message = Message(id, 1 + (outputs.Length * sizeof(float)));
        MemoryMarshal.AsBytes(outputs).CopyTo(message.AsSpan(HeaderBytes + 1));
        return message;
    }

    public static byte[] Failure(uint id, string reason)
    {
        var text = Encoding.UTF8.GetBytes(reason);
        var message = Message(id, 1 + text.Length);
        message[HeaderBytes] = 1;
        text.CopyTo(message.AsSpan(HeaderBytes + 1));
        return message;
    }

    /// <returns>The outputs, or what went wrong.</returns>
    /// <exception cref="InvalidDataException"/>
    public static (float[]? Outputs, string? Failure) ReadAnswer(ReadOnlySpan<byte> body) => body switch
    {
        [0, .. var outputs] when outputs.Length % sizeof(float) == 0 => (MemoryMarshal.Cast<byte, float>(outputs).ToArray(), null),
        [1, .. var text] => (null, Encoding.UTF8.GetString(text)),
        _ => throw new InvalidDataException("An answer is neither outputs nor a failure."),
    };

    /// <returns>The next message, or null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static async ValueTask<(uint Id, byte[] Body)?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var header = new byte[HeaderBytes];
        var read = await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation);
        if (read < HeaderBytes)
            return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
            throw new InvalidDataException("Something else than a message came.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        if (length > MostBodyBytes)
            throw new InvalidDataException($"A message of {length} bytes is larger than the {MostBodyBytes} that are allowed.");
        var body = new byte[length];
        if (await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation) < body.Length)
            return null;
        return (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)), body);
    }

    private static byte[] Message(uint id, int bodyBytes)
    {
        var message = new byte[HeaderBytes + bodyBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(message, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), (uint)bodyBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), id);
        return message;
    }
}
