namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>An input that broke a rule.</summary>
internal sealed record Finding(string Target, ulong Seed, long Case, byte[] Input, string What)
{
    public override string ToString() =>
        $"""
        {Target}: {What}
          again: FUZZ_SEED={Seed} FUZZ_TARGET={Target} FUZZ_CASE={Case} dotnet test --project tests/Fuzz
          input ({Input.Length} bytes): {Convert.ToHexString(Input)}
        """;

    /// <summary>Keeps the input beside the test, for the unit test that it becomes.</summary>
    public void Save()
    {
        Directory.CreateDirectory(FuzzSettings.Findings);
        var name = string.Concat(Target.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));
        File.WriteAllText(Path.Combine(FuzzSettings.Findings, $"{name}-{Seed}-{Case}.txt"), ToString());
    }
}
