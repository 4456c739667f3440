using System.Globalization;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>How much is run, and from which seed. From the environment: see README.md.</summary>
internal static class FuzzSettings
{
    /// <summary>FUZZ_SEED; a fixed one by default, so that a check that failed fails again.</summary>
    public static ulong Seed { get; } = Read("FUZZ_SEED", 20261125);

    /// <summary>FUZZ_SECONDS: time of all targets together; with starting, keys and the planted faults CI takes half a minute.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(Read("FUZZ_SECONDS", 25));

    /// <summary>FUZZ_CASES: cases of all targets together, however long they take; 0 where the time counts.</summary>
    public static long Cases { get; } = (long)Read("FUZZ_CASES", 0);

    /// <summary>FUZZ_TARGET: runs the targets whose names contain this; together with FUZZ_CASE one case alone.</summary>
    public static string? Target { get; } = Environment.GetEnvironmentVariable("FUZZ_TARGET");

    /// <summary>FUZZ_CASE: the number of the one case to run.</summary>
    public static long? Case { get; } = Environment.GetEnvironmentVariable("FUZZ_CASE") is { Length: > 0 } number
        ? long.Parse(number, CultureInfo.InvariantCulture)
        : null;

    /// <summary>Where findings are written.</summary>
    public static string Findings { get; } = Path.Combine(AppContext.BaseDirectory, "findings");

    static ulong Read(string name, ulong otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : otherwise;
}
