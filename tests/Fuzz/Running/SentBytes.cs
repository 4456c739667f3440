namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>What a case sent over its stream, from whatever thread, so that a finding can name it.</summary>
internal sealed class SentBytes
{
    const int Most = 256 * 1024;

    readonly MemoryStream _bytes = new();

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_bytes)
        {
            if (_bytes.Length + bytes.Length <= Most) _bytes.Write(bytes);
        }
    }

    public byte[] ToArray()
    {
        lock (_bytes) return _bytes.ToArray();
    }
}
