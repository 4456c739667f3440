namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>What a trial of signals brought to light.</summary>
public static class TrialSentences
{
    public static readonly SentenceForm Overflowed = new("trial.overflowed", "queues overflowed {0} times while it was watched: publish more often, or raise queue");
    public static readonly SentenceForm EventsOverflowed = new("trial.eventsOverflowed", "the server lost events {0} times while it was watched: publish more often, or ask for fewer by minimumSeverity or types");
    public static readonly SentenceForm Overloaded = new("trial.overloaded", "the server made {0} of {1} items in {2} s: it is overloaded, or the time-out is too short");
    public static readonly SentenceForm PublishesSlower = new("trial.publishesSlower", "{0} ms was asked for, the server publishes each {1} ms: queues must hold what comes meanwhile");
    public static readonly SentenceForm Refused = new("trial.refused", "{0} was refused: {1}");
    public static readonly SentenceForm LatestOnly = new("trial.latestOnly", "{0} was asked for, the server keeps the latest value only: what changes faster than it publishes is lost");
    public static readonly SentenceForm ShorterQueue = new("trial.shorterQueue", "{0} was asked for, the server keeps {1}");
    public static readonly SentenceForm SamplesSlower = new("trial.samplesSlower", "{0} ms was asked for, the server samples each {1} ms");
}
