namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>What the collector says to somebody who connects a server.</summary>
public static class ConnectingSentences
{
    public static readonly SentenceForm TooManySignals = new("connecting.tooManySignals", "{0} signals are too many at a time: choose at most {1}.");
    public static readonly SentenceForm BadPublishing = new("connecting.badPublishing", "publishingMs is {0}: use 10 to 300000.");
    public static readonly SentenceForm BadNode = new("connecting.badNode", "'{0}' is no node id: write nsu=<namespace uri>;s=<name>.");
    public static readonly SentenceForm BadSampling = new("connecting.badSampling", "{0}: a sampling of {1} ms is not allowed: use 0 to 3600000.");
    public static readonly SentenceForm BadDeadband = new("connecting.badDeadband", "{0}: the deadband '{1}' is not allowed: write a number that is not negative, or a share of its range such as 2 %.");
    public static readonly SentenceForm BadAddress = new("connecting.badAddress", "'{0}' is no OPC UA address: write opc.tcp://host:port, for example opc.tcp://192.168.0.10:4840.");
    public static readonly SentenceForm OtherCertificate = new("connecting.otherCertificate", "{0} does not show the certificate {1}. It shows {2}: discover it again, and compare anew.");
    public static readonly SentenceForm NotTrusted = new("connecting.notTrusted", "The certificate {0} cannot be trusted here: {1}");
    public static readonly SentenceForm NameNodes = new("connecting.nameNodes", "Name the nodes, a branch (below), or a search.");
    public static readonly SentenceForm TooManySessions = new("connecting.tooManySessions", "{0} sessions are open already. Close another page that connects a server, or wait {1} minutes: those that nobody uses end by themselves.");
    public static readonly SentenceForm SessionEnded = new("connecting.sessionEnded", "This session has ended, since nobody used it. Open a new one.");
    public static readonly SentenceForm SessionOfOther = new("connecting.sessionOfOther", "The session was opened for {0}, not for {1}.");
    public static readonly SentenceForm NothingChosen = new("connecting.nothingChosen", "No signal is chosen.");
    public static readonly SentenceForm FileChanged = new("connecting.fileChanged", "The file of {0} was changed meanwhile. Nothing was written: make the preview anew, and look at it again.");
    public static readonly SentenceForm FileNotWritten = new("connecting.fileNotWritten", "The file of {0} cannot be written: {1}");
    public static readonly SentenceForm BadFactory = new("connecting.badFactory", "'{0}' cannot be a factory's id: use up to 64 letters, digits, '-', '_' and '.', not beginning with '.'.");
}
