using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Trying;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>How much chosen signals will be: at most, and as far as a trial shows.</summary>
internal sealed class SignalLoad(CollectorOptions options, ConnectingLimits limits, TimeProvider time)
{
    private const double MostSeconds = 15;

    /// <summary>What can be told without asking the server.</summary>
    public LoadAnswer Predict(LoadRequest request)
    {
        var signals = Chosen(request);
        var most = PredictedLoad.Of(signals.Select(signal => signal.Sampling), TimeSpan.FromMilliseconds(request.PublishingMs));
        return new LoadAnswer(most.ValuesASecond, most.BytesADay, (long)options.MaxLogMiB << 20, null);
    }

    /// <summary>Subscribes the signals for a while as they would be collected.</summary>
    public async Task<LoadAnswer> TryAsync(BrowseSession session, LoadRequest request, CancellationToken cancellationToken)
    {
        var predicted = Predict(request);
        var signals = Chosen(request);
        if (signals.Length == 0 || request.Seconds <= 0)
            return predicted;
        var watch = TimeSpan.FromSeconds(Math.Clamp(request.Seconds, 1, MostSeconds));
        await session.Trying.WaitAsync(cancellationToken);
        try
        {
            var settings = new ConnectionSettings { Id = "try", Endpoint = session.Target.Url, Publishing = TimeSpan.FromMilliseconds(request.PublishingMs) };
            var trial = new SignalTrial(session.Client, settings, signals, time) { Patience = limits.Patience * 2 };
            var seen = await trial.RunAsync(watch, cancellationToken);
            return predicted with
            {
                Trial = new TrialAnswer(
                    watch.TotalSeconds, seen.Accepted, seen.Publishing.TotalMilliseconds, seen.Seen.ValuesASecond, seen.Seen.BytesADay, seen.Overflows,
                    [
                        .. seen.Notes.Take(limits.Page).Select(note => new NoteAnswer(
                            note.Signal is { } at ? request.Signals![at].Node : null, note.Key, note.Message,
                            note.Status is { } status ? Advice.On(status).Text : null, note.IsFault)
                        {
                            MessageCode = note.Said.Code, WhatToDoCode = note.Status is { } word ? Advice.On(word).Code : null,
                        }),
                    ]),
            };
        }
        finally
        {
            session.Trying.Release();
        }
    }

    private SignalSettings[] Chosen(LoadRequest request)
    {
        var chosen = request.Signals ?? [];
        if (chosen.Count > limits.Signals)
            throw ConnectingException.BadRequest(ConnectingSentences.TooManySignals.Of(chosen.Count, limits.Signals));
        if (request.PublishingMs is < 10 or > 300_000)
            throw ConnectingException.BadRequest(ConnectingSentences.BadPublishing.Of(request.PublishingMs));
        return [.. chosen.Select(SettingsOf)];
    }

    private static SignalSettings SettingsOf(SignalChoice choice)
    {
        if (!ExpandedNodeId.TryParse(choice.Node, out var node))
            throw ConnectingException.BadRequest(ConnectingSentences.BadNode.Of(choice.Node));
        if (choice.SamplingMs is < 0 or > 3_600_000 or double.NaN)
            throw ConnectingException.BadRequest(ConnectingSentences.BadSampling.Of(choice.Path, choice.SamplingMs));
        Deadband? deadband = null;
        if (choice.Deadband is { Length: > 0 } text)
        {
            deadband = Deadband.TryParse(text, out var parsed)
                ? parsed
                : throw ConnectingException.BadRequest(ConnectingSentences.BadDeadband.Of(choice.Path, text));
        }

        return new SignalSettings
        {
            Name = "signal", Node = node, Type = Enum.TryParse<SignalType>(choice.Type, ignoreCase: true, out var type) ? type : SignalType.Double,
            Sampling = TimeSpan.FromMilliseconds(choice.SamplingMs), Deadband = deadband,
        };
    }
}
