using Jinan.IndustryBrain.Fuzz.Mutation;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>One decoder or state machine, and what its inputs are made of.</summary>
/// <param name="Name">Names the target in reports, and goes into the seed of its cases.</param>
/// <param name="Seeds">Inputs that are well-formed.</param>
/// <param name="Run">
/// Takes an input. An <see cref="OpcUa.Encoding.OpcUaException"/> is a refusal and fine; any other exception is a finding,
/// <see cref="RuleBrokenException"/> among them.
/// </param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Run)
{
    /// <summary>The longest input that is made.</summary>
    public int MaxLength { get; init; } = 8_192;

    /// <summary>Bytes that a case may allocate whatever its input: buffers, exceptions with their stack traces.</summary>
    public long AllocationBase { get; init; } = 64 * 1024;

    /// <summary>
    /// Bytes that a case may allocate for each byte of its input. The worst honest one is an array of one-byte DiagnosticInfos,
    /// decoded twice and encoded twice: some eighty bytes each time.
    /// </summary>
    public int AllocationFactor { get; init; } = 400;

    /// <summary>Makes the input of a case; by default a mutated seed.</summary>
    public Func<FuzzRandom, byte[]>? Make { get; init; }

    public byte[] Input(ulong seed, long number)
    {
        var random = FuzzRandom.For(seed, Name, number);
        return Make is not null ? Make(random) : (_mutator ??= new Mutator(Seeds, MaxLength)).Mutate(random);
    }

    Mutator? _mutator;
}

/// <summary>A target did what none may do, besides throwing.</summary>
internal sealed class RuleBrokenException(string message, Exception? cause = null) : Exception(message, cause);
