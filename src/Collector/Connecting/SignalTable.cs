using System.Globalization;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile.Writing;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>Chosen signals as they stand in files: in a factory.yaml, and in tables.</summary>
internal static class SignalTable
{
    public static FoundSignal ToFound(SignalChoice choice) => new(choice.Node, choice.Path, choice.Type, choice.Unit ?? "")
    {
        Asset = NullIfEmpty(choice.Asset),
        Name = NullIfEmpty(choice.Name),
        Sampling = choice.SamplingMs.ToString(CultureInfo.InvariantCulture) + "ms",
        Deadband = NullIfEmpty(choice.Deadband),
    };

    public static string Write(IReadOnlyList<SignalChoice> signals) => SignalCsv.Write(signals.Select(ToFound));

    public static TableAnswer Read(string csv)
    {
        using var reader = new StringReader(csv);
        var read = SignalCsv.Read(reader, _ => true);
        var (signals, faults) = (new List<SignalChoice>(), read.Faults);
        foreach (var row in read.Signals)
        {
            var choice = new SignalChoice(row.Node, row.Path, row.Type)
            {
                Asset = row.Asset, Name = row.Name, Unit = row.Unit, Deadband = row.Deadband,
            };
            if (row.Sampling is null)
                signals.Add(choice);
            else if (FactoryFile.DurationText.TryParse(row.Sampling, out var sampling))
                signals.Add(choice with { SamplingMs = sampling.TotalMilliseconds });
            else
                faults.Add(SignalTableSentences.BadSampling.Of(row.Path, row.Sampling));
        }

        return new TableAnswer(signals, [.. read.Left.Select(SaidAnswer.Of)], [.. faults.Select(SaidAnswer.Of)]);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
