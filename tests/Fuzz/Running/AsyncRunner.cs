using System.Diagnostics;
using Jinan.IndustryBrain.Fuzz.Mutation;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>Runs targets that talk over streams, one case after the other. The bytes that a case sent are the input of its finding.</summary>
internal static class AsyncRunner
{
    static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(120);

    public static async Task<IReadOnlyList<Finding>> RunAsync(string name, Func<FuzzRandom, SentBytes, Task> run, FuzzBudget budget, Action<string> report)
    {
        if (FuzzSettings.Target is { } wanted && !name.Contains(wanted, StringComparison.Ordinal)) return [];
        var started = Stopwatch.GetTimestamp();
        long number = FuzzSettings.Case ?? 0, first = number;
        using var unexpected = new Unexpected();
        while (FuzzSettings.Case is null ? !budget.IsSpent(number, started) : number == first)
        {
            string? problem = null;
            var sent = new SentBytes();
            try
            {
                await run(FuzzRandom.For(FuzzSettings.Seed, name, number), sent).WaitAsync(HangLimit);
            }
            catch (Exception broken)
            {
                problem = broken.ToString();
            }

            problem ??= unexpected.Seen.Count > 0 ? string.Join("\n", unexpected.Seen) : null;
            if (problem is not null)
            {
                var finding = new Finding(name, FuzzSettings.Seed, number, sent.ToArray(), problem);
                finding.Save();
                report(finding.ToString());
                return [finding];
            }

            number++;
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report($"{name}: {number - first:N0} cases, {seconds:F1} s, {(number - first) / seconds:N0} cases/s");
        return [];
    }
}
