using System.Buffers.Binary;

namespace Jinan.IndustryBrain.Fuzz.Mutation;

/// <summary>
/// Changes encoded bytes the way an attacker, or a broken peer, would: it knows that OPC UA Binary is made of little-endian
/// numbers, of lengths that stand before what they count, and of values that hold values.
/// </summary>
/// <param name="seeds">What other messages look like: pieces of them are spliced in.</param>
/// <param name="maxLength">The longest input it makes.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int maxLength)
{
    static readonly byte[] Bytes = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0C, 0x16, 0x18, 0x19, 0x1F, 0x3F, 0x40, 0x7F, 0x80, 0x8C, 0x97, 0x98, 0xC0, 0xD8, 0xFE, 0xFF];

    /// <summary>Ends of the ranges, the usual limits of this stack and of these tests, and their neighbours.</summary>
    static readonly int[] Edges =
    [
        0, 1, -1, -2, 2, int.MinValue, int.MaxValue, int.MaxValue - 1, byte.MaxValue, ushort.MaxValue, 0x0001_0000,
        FuzzLimits.ArrayLength, FuzzLimits.ArrayLength + 1, FuzzLimits.StringLength, FuzzLimits.StringLength + 1,
        FuzzLimits.TotalElements, FuzzLimits.ByteStringLength + 1, 1 << 20, (1 << 20) + 1, 1 << 24, 0x2000_0000, 0x4000_0001,
    ];

    static readonly ulong[] LongEdges =
    [
        0, 1, ulong.MaxValue, long.MaxValue, 0x8000_0000_0000_0000, 0x7FF0_0000_0000_0000, 0x7FF8_0000_0000_0001, 0x8000_0000_0000_0001,
        2_650_467_743_999_999_999, 2_650_467_744_000_000_000, 116_444_736_000_000_000,
    ];

    readonly byte[] _work = new byte[maxLength];

    /// <summary>A new input: a seed with one to a few changes.</summary>
    public byte[] Mutate(FuzzRandom random)
    {
        var seed = seeds.Count > 0 ? random.Of(seeds) : [];
        return Mutate(seed, random);
    }

    /// <summary>The given bytes with one to a few changes.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> seed, FuzzRandom random)
    {
        var length = Math.Min(seed.Length, maxLength);
        seed[..length].CopyTo(_work);
        for (var changes = 1 + random.Below(random.Chance(70) ? 3 : 10); changes > 0; changes--)
            length = Change(length, random);
        return _work[..length];
    }

    int Change(int length, FuzzRandom random)
    {
        switch (random.Below(16))
        {
            case 0 or 1:
                for (var flips = random.Between(1, 4); flips > 0 && length > 0; flips--)
                    _work[random.Below(length)] ^= (byte)(1 << random.Below(8));
                return length;
            case 2:
                if (length > 0) _work[random.Below(length)] = random.Of(Bytes);
                return length;
            case 3:
                if (length >= 4) Write(random.Below(length - 3), random.Of(Edges));
                return length;
            case 4:
                if (length >= 8) BinaryPrimitives.WriteUInt64LittleEndian(_work.AsSpan(random.Below(length - 7)), random.Of(LongEdges));
                return length;
            case 5 or 6:
                return EditLength(length, random);
            case 7:
                return RepeatElements(length, random);
            case 8:
                return Resize(length, random);
            case 9:
                return random.Below(length + 1);
            case 10:
                return Remove(length, random.Below(length), random.Between(1, 32));
            case 11:
                return Repeat(length, random);
            case 12 or 13:
                return Splice(length, random);
            case 14:
                return Insert(length, random.Below(length + 1), Fragments.Make(random));
            default:
                return Overwrite(length, Fragments.Make(random), random);
        }
    }

    /// <summary>A number that may be a length becomes another one; what it counts stays.</summary>
    int EditLength(int length, FuzzRandom random)
    {
        if (!TryFindLength(length, random, out var at)) return length;
        var value = Read(at);
        var rest = length - at - 4;
        Write(at, random.Below(8) switch
        {
            0 => value + 1,
            1 => value - 1,
            2 => rest,
            3 => rest + 1,
            4 => value * 2,
            5 => -1,
            6 => rest / 2,
            _ => random.Of(Edges),
        });
        return length;
    }

    /// <summary>A count is raised and the bytes behind it come as often as it says: an array that is long in earnest.</summary>
    int RepeatElements(int length, FuzzRandom random)
    {
        if (!TryFindLength(length, random, out var at)) return length;
        var size = random.Between(1, Math.Max(1, Math.Min(64, length - at - 4)));
        var times = random.Chance(90) ? random.Between(2, 40) : random.Between(100, 2_000);
        times = Math.Min(times, (maxLength - length) / size);
        if (times < 1 || at + 4 + size > length) return length;
        Write(at, Read(at) + times);
        var element = _work.AsSpan(at + 4, size).ToArray();
        for (var i = 0; i < times; i++) length = Insert(length, at + 4, element);
        return length;
    }

    /// <summary>A text or byte string grows or shrinks together with its length.</summary>
    int Resize(int length, FuzzRandom random)
    {
        if (!TryFindLength(length, random, out var at)) return length;
        var value = Read(at);
        if (random.Chance(50) && value > 0)
        {
            var less = random.Between(1, value);
            Write(at, value - less);
            return Remove(length, at + 4, less);
        }

        var more = new byte[random.Between(1, 24)];
        random.Fill(more);
        if (random.Chance(60)) more.AsSpan().Fill((byte)'a');
        if (length + more.Length > maxLength) return length;
        Write(at, value + more.Length);
        return Insert(length, at + 4 + value, more);
    }

    int Repeat(int length, FuzzRandom random)
    {
        if (length == 0) return 0;
        var from = random.Below(length);
        var piece = _work.AsSpan(from, random.Between(1, Math.Min(64, length - from))).ToArray();
        for (var times = random.Between(1, 8); times > 0; times--) length = Insert(length, from, piece);
        return length;
    }

    /// <summary>The head of this input and the tail of another.</summary>
    int Splice(int length, FuzzRandom random)
    {
        if (seeds.Count == 0) return length;
        var other = random.Of(seeds);
        var head = random.Below(length + 1);
        var tail = random.Chance(50) ? Math.Min(head, other.Length) : random.Below(other.Length + 1);
        var count = Math.Min(other.Length - tail, maxLength - head);
        if (random.Chance(50))
        {
            // A piece of the other in the middle, the own tail behind it.
            return Insert(length, head, other.AsSpan(tail, random.Below(Math.Min(count, 200) + 1)));
        }

        other.AsSpan(tail, count).CopyTo(_work.AsSpan(head));
        return head + count;
    }

    int Insert(int length, int at, ReadOnlySpan<byte> piece)
    {
        if (length + piece.Length > maxLength || at > length) return length;
        _work.AsSpan(at, length - at).CopyTo(_work.AsSpan(at + piece.Length));
        piece.CopyTo(_work.AsSpan(at));
        return length + piece.Length;
    }

    int Remove(int length, int at, int count)
    {
        count = Math.Min(count, length - at);
        if (count <= 0) return length;
        _work.AsSpan(at + count, length - at - count).CopyTo(_work.AsSpan(at));
        return length - count;
    }

    int Overwrite(int length, ReadOnlySpan<byte> piece, FuzzRandom random)
    {
        var at = random.Below(length + 1);
        if (at + piece.Length > maxLength) return length;
        piece.CopyTo(_work.AsSpan(at));
        return Math.Max(length, at + piece.Length);
    }

    /// <summary>Finds four bytes that may be a length: no larger than what follows them. Tries a while from a random place.</summary>
    bool TryFindLength(int length, FuzzRandom random, out int at)
    {
        at = 0;
        if (length < 5) return false;
        var start = random.Below(length - 3);
        for (var i = 0; i < 64; i++)
        {
            at = (start + i) % (length - 3);
            var value = Read(at);
            if (value >= -1 && value <= length - at - 4) return true;
        }

        return false;
    }

    int Read(int at) => BinaryPrimitives.ReadInt32LittleEndian(_work.AsSpan(at));

    void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_work.AsSpan(at), value);
}
