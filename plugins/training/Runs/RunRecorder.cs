using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Sectors;
using Jinan.IndustryBrain.Plugins.Training.Seeds;

namespace Jinan.IndustryBrain.Plugins.Training.Runs;

/// <summary>
/// Runs simulated machines at full speed and makes labelled windows of them, by the feature pipeline that production uses.
/// What a reading would look like over OPC UA is what is used: changes only, in the instrument's resolution.
/// </summary>
internal static class RunRecorder
{
    /// <summary>Windows of <paramref name="runs"/> machines with seeds from the start of the range, in order of seed.</summary>
    public static IReadOnlyList<LabelledWindow> Record(
        SectorPlan plan, ModelDeclaration model, SeedRange seeds, int runs, CancellationToken cancellationToken)
    {
        var recorded = new IReadOnlyList<LabelledWindow>[runs];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, runs, options, run => recorded[run] = RecordOne(plan, model, seeds.At(run)));
        return [.. recorded.SelectMany(windows => windows)];
    }

    /// <summary>Windows of the machine of one training plant.</summary>
    public static IReadOnlyList<LabelledWindow> RecordOne(SectorPlan plan, ModelDeclaration model, int plantSeed)
    {
        var machine = MachineCatalog.Create(plan.MachineType, RunPlan.Asset, plantSeed);
        var run = RunPlan.Draw(plantSeed, plan.Size, [.. machine.Faults]);
        machine.SetWear(run.Wear);
        foreach (var fault in run.Faults)
            machine.InjectFault(fault.Name, fault.Severity);

        var tracks = machine.Signals.Select(_ => new SignalTrack()).ToArray();
        var spans = plan.Window.Kind == WindowKind.Grid
            ? RunGrid(machine, plan, run, tracks)
            : RunContexts(machine, plan, run, tracks);

        var extractor = FeatureExtractor.Create(model);
        var inputs = plan.Signals.Select(name => tracks[IndexOf(machine, name)]).ToArray();
        var windows = new List<LabelledWindow>();
        foreach (var (from, to, truth) in spans)
        {
            var features = new float[extractor.Count];
            var samples = Array.ConvertAll(inputs, track => track.Around(from, to));
            var coverage = extractor.Compute(samples, from, to, features);
            if (coverage >= model.Coverage)
                windows.Add(new LabelledWindow(plantSeed, features, (float)plan.Target(truth), plan.AlarmIsRight(truth), WorstFault(truth)));
        }

        return windows;
    }

    private static string WorstFault(MachineTruth truth)
    {
        var worst = truth.Faults.MaxBy(fault => fault.Severity);
        return worst.Severity > 0 ? worst.Name : LabelledWindow.NoFault;
    }

    private static int IndexOf(Machine machine, string signal)
    {
        for (var index = 0; index < machine.Signals.Count; index++)
            if (machine.Signals[index].Name == signal)
                return index;
        throw new InvalidOperationException($"A {machine.Type} has no signal '{signal}'.");
    }

    private static List<Span> RunGrid(Machine machine, SectorPlan plan, RunPlan run, SignalTrack[] tracks)
    {
        var spans = new List<Span>();
        Advance(machine, run.WarmUp, tracks, null);
        for (var window = 0; window < plan.Size.WindowsPerRun; window++)
        {
            var from = SignalTrack.NanosecondsOf(machine.Elapsed);
            Advance(machine, TimeSpan.FromMilliseconds(plan.Window.LengthMs!.Value), tracks, null);
            spans.Add(new Span(from, SignalTrack.NanosecondsOf(machine.Elapsed), machine.ReadTruth()));
        }

        return spans;
    }

    private static List<Span> RunContexts(Machine machine, SectorPlan plan, RunPlan run, SignalTrack[] tracks)
    {
        var spans = new List<Span>();
        var context = IndexOf(machine, plan.Window.Context!);
        var truths = new Dictionary<string, MachineTruth>();
        Advance(machine, run.WarmUp, tracks, null);
        var labels = new List<(TimeSpan At, string Text)>();
        while (spans.Count < plan.Size.WindowsPerRun)
        {
            Advance(machine, TimeSpan.FromSeconds(1), tracks, sample =>
            {
                if (sample.Signal == context)
                    labels.Add((sample.At, sample.Text!));
            });
            var truth = machine.ReadTruth();
            if (truth.LastContext is { } outcome)
                truths.TryAdd(outcome.Id, truth);
            // The first label may belong to a context that began before the recording: only one followed by another is whole.
            if (labels is not [.., { Text.Length: > 0 } opened, { } closed])
                continue;
            if (truths.TryGetValue(opened.Text, out var known))
                spans.Add(new Span(SignalTrack.NanosecondsOf(opened.At), SignalTrack.NanosecondsOf(closed.At), known));
            labels.Clear();
        }

        return spans;
    }

    private static void Advance(Machine machine, TimeSpan by, SignalTrack[] tracks, Action<Sample>? also)
    {
        var samples = new List<Sample>();
        machine.Advance(by, samples);
        foreach (var sample in samples)
        {
            if (sample.Text is null)
                tracks[sample.Signal].Add(sample.At, sample.Number);
            also?.Invoke(sample);
        }
    }

    private readonly record struct Span(long From, long To, MachineTruth Truth);
}
