using System.Numerics;
using System.Text;

namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// The source of chance of one machine: xoshiro256** seeded by SplitMix64 (Blackman, Vigna: "Scrambled linear
/// pseudorandom number generators", 2021). Its own rather than <see cref="Random"/>, so that a seed gives the same
/// run on every version of the runtime.
/// </summary>
internal sealed class MachineRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareNormal = double.NaN;

    public MachineRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>The seed of one machine in a plant: machines of one plant differ, and so do plants.</summary>
    public static ulong SeedOf(int plantSeed, string asset)
    {
        var hash = 14695981039346656037UL; // FNV-1a, 64 bits
        foreach (var octet in Encoding.UTF8.GetBytes(asset))
            hash = (hash ^ octet) * 1099511628211UL;
        var mixed = hash ^ ((ulong)(uint)plantSeed << 32 | (uint)plantSeed);
        return SplitMix(ref mixed);
    }

    /// <summary>Even in [0, 1).</summary>
    public double Even() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Even in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * Even();

    /// <summary>Even whole number in [0, count).</summary>
    public int Index(int count) => (int)(Even() * count);

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - Even()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * Even());
        _spareNormal = radius * sine;
        return radius * cosine;
    }

    /// <summary>A part's own value around its drawing: normal, cut at 2.5 sigma as inspection would.</summary>
    public double Vary(double nominal, double relativeSigma) =>
        nominal * (1 + relativeSigma * Math.Clamp(Normal(), -2.5, 2.5));

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
