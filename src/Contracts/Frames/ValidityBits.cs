namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>Validity bits of a nullable column while it is filled: Arrow wants one bit a row, least significant first.</summary>
internal struct ValidityBits
{
    private byte[] _bits;

    public int Nulls { get; private set; }

    public readonly ReadOnlyMemory<byte> Memory(int rows) => _bits.AsMemory(0, (rows + 7) / 8);

    public void Reset(int capacity)
    {
        Nulls = 0;
        var bytes = (capacity + 7) / 8;
        if (_bits is null || _bits.Length < bytes)
            _bits = new byte[bytes];
        else
            _bits.AsSpan().Clear();
    }

    public void Grow(int capacity) => System.Array.Resize(ref _bits, (capacity + 7) / 8);

    public readonly void SetValid(int row) => _bits[row >> 3] |= (byte)(1 << (row & 7));

    public void SetNull() => Nulls++;
}
