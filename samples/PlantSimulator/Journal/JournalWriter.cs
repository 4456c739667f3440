using System.Buffers.Text;
using System.Text;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.PlantSimulator.Journal;

/// <summary>
/// Every value that a factory gives out, one line each, appended to <c>{factory}.csv</c>:
/// <code>
/// signal,source_time_ns,value,status
/// auto-01-m1/torque,1795474800125000000,812,0
/// </code>
/// Signal is <c>asset/name</c> as in telemetry frames, the time Unix nanoseconds, the value the shortest decimal text that reads
/// back as the same number, the status the number of the status code. Texts contain neither comma nor line break.
/// </summary>
/// <remarks>Written by one thread. A line that a crash cut off is removed when the file is opened again.</remarks>
internal sealed class JournalWriter : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int LongestNumbers = 64;

    private static readonly byte[] Head = "signal,source_time_ns,value,status\n"u8.ToArray();

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _length;

    private JournalWriter(FileStream file) => _file = file;

    public static JournalWriter Open(string folder, string factory)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(
            Path.Combine(folder, factory + ".csv"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        CutTornLine(file);
        if (file.Length == 0)
            file.Write(Head);
        return new JournalWriter(file);
    }

    public void Write(string signal, DateTime sourceTime, in Variant value)
    {
        var text = value.Type == BuiltInType.String ? value.AsString() ?? "" : "";
        var longest = LongestNumbers + Encoding.UTF8.GetMaxByteCount(signal.Length + text.Length);
        if (_buffer.Length - _length < longest)
            Flush();
        var line = _buffer.AsSpan(_length);
        var at = Encoding.UTF8.GetBytes(signal, line);
        line[at++] = (byte)',';
        Utf8Formatter.TryFormat(OpcUaTime.ToUnixNanoseconds(sourceTime), line[at..], out var written);
        at += written;
        line[at++] = (byte)',';
        at += FormatValue(in value, text, line[at..]);
        line[at++] = (byte)',';
        line[at++] = (byte)'0';
        line[at++] = (byte)'\n';
        _length += at;
    }

    /// <summary>Hands what was written to the operating system.</summary>
    public void Flush()
    {
        _file.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }

    private static int FormatValue(in Variant value, string text, Span<byte> line)
    {
        int written;
        if (value.TryGetInt64(out var whole))
            Utf8Formatter.TryFormat(whole, line, out written);
        else if (value.TryGetDouble(out var number))
            number.TryFormat(line, out written, default, System.Globalization.CultureInfo.InvariantCulture);
        else
            written = Encoding.UTF8.GetBytes(text, line);
        return written;
    }

    private static void CutTornLine(FileStream file)
    {
        while (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() == '\n')
                break;
            file.SetLength(file.Length - 1);
        }

        file.Position = file.Length;
    }
}
