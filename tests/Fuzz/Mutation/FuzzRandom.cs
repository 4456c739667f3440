namespace Jinan.IndustryBrain.Fuzz.Mutation;

/// <summary>
/// Numbers that are the same on every machine and in every version of .NET for the same seed (SplitMix64), so that a case can
/// be made again from its seed, its target and its number alone.
/// </summary>
internal sealed class FuzzRandom
{
    ulong _state;

    public FuzzRandom(ulong seed) => _state = seed;

    /// <summary>The numbers of one case.</summary>
    public static FuzzRandom For(ulong seed, string target, long number)
    {
        var mixed = seed;
        foreach (var letter in target) mixed = Mix(mixed ^ letter);
        return new FuzzRandom(Mix(mixed ^ (ulong)number));
    }

    public ulong Next() => Mix(_state += 0x9E37_79B9_7F4A_7C15);

    /// <summary>A number from 0 to <paramref name="limit"/> - 1; 0 where the limit is not positive.</summary>
    public int Below(int limit) => limit <= 1 ? 0 : (int)(Next() % (ulong)limit);

    /// <summary>A number of a range, both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Next();
    }

    static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
