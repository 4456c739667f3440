using System.Diagnostics;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>
/// Runs targets on a thread of their own and holds each case to the rules: only the protocol's exception, an end within the
/// time, allocation within the bound.
/// </summary>
/// <param name="group">Names the targets together.</param>
/// <param name="report">Takes lines of the report.</param>
/// <param name="save">Keeps findings in files.</param>
internal sealed class FuzzRunner(string group, Action<string> report, bool save = true)
{
    /// <summary>A case takes microseconds; one that takes this long does not end.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(30);

    readonly List<Finding> _findings = [];
    volatile Running? _running;

    sealed record Running(FuzzTarget Target, long Case, byte[] Input, long Since);

    /// <summary>Runs the targets, each for its part of the time or of the cases.</summary>
    public Task<IReadOnlyList<Finding>> RunAsync(IEnumerable<FuzzTarget> targets, FuzzShare share) => RunAsync(targets, share.Of);

    /// <summary>Runs the targets, each for the budget that one of so many gets.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(IEnumerable<FuzzTarget> all, Func<int, FuzzBudget> budget)
    {
        var targets = all.Where(target => FuzzSettings.Target is not { } wanted || target.Name.Contains(wanted, StringComparison.Ordinal)).ToList();
        if (targets.Count == 0) return [];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The stack of a server's or client's receive loop is no larger.
        var thread = new Thread(() => RunAll(targets, budget, done), 1536 * 1024) { IsBackground = true, Name = $"fuzz {group}" };
        thread.Start();
        while (await Task.WhenAny(done.Task, Task.Delay(TimeSpan.FromSeconds(1))) != done.Task)
        {
            if (_running is { } running && Stopwatch.GetElapsedTime(running.Since) > HangLimit)
            {
                Add(new Finding(running.Target.Name, FuzzSettings.Seed, running.Case, running.Input, $"does not end within {HangLimit}"));
                return _findings;
            }
        }

        await done.Task;
        return _findings;
    }

    void RunAll(List<FuzzTarget> targets, Func<int, FuzzBudget> budget, TaskCompletionSource done)
    {
        try
        {
            using var last = new LastInput(group);
            long cases = 0, accepted = 0;
            var started = Stopwatch.GetTimestamp();
            foreach (var target in targets)
            {
                var (run, fine) = Run(target, budget(targets.Count), last);
                cases += run;
                accepted += fine;
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            report($"{group}: {targets.Count} targets, {cases:N0} cases, {accepted:N0} accepted, {seconds:F1} s, {cases / seconds:N0} cases/s");
            done.SetResult();
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

    (long Cases, long Accepted) Run(FuzzTarget target, FuzzBudget budget, LastInput last)
    {
        foreach (var seed in target.Seeds)
        {
            if (Problem(target, -1, seed, isSeed: true) is { } broken)
            {
                Add(new Finding(target.Name, FuzzSettings.Seed, -1, seed, broken));
                return (0, 0);
            }
        }

        var started = Stopwatch.GetTimestamp();
        long number = FuzzSettings.Case ?? 0, first = number;
        long accepted = 0;
        while (FuzzSettings.Case is null ? !budget.IsSpent(number, started) : number == first)
        {
            var input = target.Input(FuzzSettings.Seed, number);
            last.Note(number, input);
            if (Problem(target, number, input, isSeed: false) is { } problem)
            {
                Add(new Finding(target.Name, FuzzSettings.Seed, number, input, problem));
                break;
            }

            if (_wasAccepted) accepted++;
            number++;
        }

        _running = null;
        var cases = number - first;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report($"  {target.Name}: {cases:N0} cases, {accepted:N0} accepted, {cases / Math.Max(seconds, 1e-6):N0} cases/s");
        return (cases, accepted);
    }

    bool _wasAccepted;

    string? Problem(FuzzTarget target, long number, byte[] input, bool isSeed)
    {
        _running = new Running(target, number, input, Stopwatch.GetTimestamp());
        var allowed = target.AllocationBase + ((long)target.AllocationFactor * input.Length);
        // Once more where it took too much: the first time may have loaded types or rented buffers.
        for (var attempt = 0; ; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                target.Run(input);
                _wasAccepted = true;
            }
            catch (OpcUaException refused)
            {
                _wasAccepted = false;
                if (!refused.StatusCode.IsBad) return $"refused with a status that is not bad: {refused.StatusCode}: {refused}";
                if (refused.InnerException is not (null or OpcUaException or System.Text.DecoderFallbackException or System.Security.Cryptography.CryptographicException)) return $"a refusal hides {refused}";
            }
            catch (Exception broken)
            {
                return broken.ToString();
            }

            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            if (isSeed || taken <= allowed) return null;
            if (attempt == 1) return $"allocated {taken:N0} bytes; {allowed:N0} are allowed";
        }
    }

    void Add(Finding finding)
    {
        if (save) finding.Save();
        report(finding.ToString());
        _findings.Add(finding);
    }
}
