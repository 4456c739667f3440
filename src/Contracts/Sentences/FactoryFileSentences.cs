namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>What is wrong with a factory.yaml, and what may stand there.</summary>
public static class FactoryFileSentences
{
    public static readonly SentenceForm KeysExpected = new("file.keysExpected", "expected keys with values here (key: value).");
    public static readonly SentenceForm Missing = new("file.missing", "is missing; for example {0}: {1}");
    public static readonly SentenceForm TextExpected = new("file.textExpected", "expected a text here.");
    public static readonly SentenceForm BadIdentifier = new("file.badIdentifier", "'{0}' is not allowed: use up to 64 letters, digits, '-', '_' and '.', not beginning with '.'.");
    public static readonly SentenceForm BadNode = new("file.badNode", "'{0}' is no node id: write nsu=<namespace uri>;s=<name>, ns=2;s=<name> or i=<number>.");
    public static readonly SentenceForm BadDuration = new("file.badDuration", "'{0}' is no duration: write 500ms, 2s, 5m or 1h.");
    public static readonly SentenceForm DurationOutside = new("file.durationOutside", "{0} is outside of what is allowed: {1} to {2}.");
    public static readonly SentenceForm BadNumber = new("file.badNumber", "'{0}' is not allowed: use a whole number from {1} to {2}.");
    public static readonly SentenceForm BadWord = new("file.badWord", "'{0}' is not allowed: use {1}.");
    public static readonly SentenceForm ListMissing = new("file.listMissing", "is missing; give a list with at least one entry.");
    public static readonly SentenceForm ListExpected = new("file.listExpected", "expected a list with at least one entry (- ...).");
    public static readonly SentenceForm UnknownKey = new("file.unknownKey", "is not a key that is known here; allowed are {0}.");
    public static readonly SentenceForm OneDocument = new("file.oneDocument", "the file must hold exactly one YAML document.");
    public static readonly SentenceForm NoYaml = new("file.noYaml", "this is no valid YAML: {0}");
    public static readonly SentenceForm UnknownVersion = new("file.unknownVersion", "'{0}' is not a version that is known: use {1}.");
    public static readonly SentenceForm OtherFolder = new("file.otherFolder", "'{0}' is not the name of its folder '{1}': they must be the same.");
    public static readonly SentenceForm NoSector = new("file.noSector", "'{0}' is not a sector: use {1}.");
    public static readonly SentenceForm EventsNameTaken = new("file.eventsNameTaken", "asset '{0}' has a signal '{1}', which is the name of the events of connection '{0}': give the signal or the asset another name.");
    public static readonly SentenceForm ConnectionIdTaken = new("file.connectionIdTaken", "'{0}' is the id of another connection: ids must differ.");
    public static readonly SentenceForm BadAddress = new("file.badAddress", "'{0}' is no OPC UA address: write opc.tcp://host:port, for example opc.tcp://192.168.0.10:4840.");
    public static readonly SentenceForm HistoryNeedsClock = new("file.historyNeedsClock", "does not go with clock: received, for what is read later was not received when it happened: use clock: source or server.");
    public static readonly SentenceForm BadMode = new("file.badMode", "'{0}' is not a security mode that is known: use {1}.");
    public static readonly SentenceForm BadPolicy = new("file.badPolicy", "'{0}' is not a security policy that is known: use {1}.");
    public static readonly SentenceForm DeprecatedPolicy = new("file.deprecatedPolicy", "{0} is deprecated because it can be broken, and is refused: use Best, and enable Basic256Sha256 or newer at the server.");
    public static readonly SentenceForm ModeNeedsPolicy = new("file.modeNeedsPolicy", "{0} needs a security policy: use Best, or one of {1}.");
    public static readonly SentenceForm NoneWithPolicy = new("file.noneWithPolicy", "None is not allowed with the policy {0}: use Sign or SignAndEncrypt, or the policy None.");
    public static readonly SentenceForm BadEventType = new("file.badEventType", "'{0}' is no node id: write nsu=<namespace uri>;i=<number> or i=2041, in quotes.");
    public static readonly SentenceForm EventTypesExpected = new("file.eventTypesExpected", "expected a list of node ids of event types, such as [ \"i=2130\" ].");
    public static readonly SentenceForm AssetIdTaken = new("file.assetIdTaken", "'{0}' is the id of another asset: ids must differ.");
    public static readonly SentenceForm SignalNameTaken = new("file.signalNameTaken", "'{0}' is the name of another signal of this asset: names must differ.");
    public static readonly SentenceForm UnitTooLong = new("file.unitTooLong", "is {0} characters long; use at most {1}.");
    public static readonly SentenceForm BadPath = new("file.badPath", "'{0}' is no path into a structure: write names of fields with dots, such as Position.X or Axes[2].Torque.");
    public static readonly SentenceForm BadDeadband = new("file.badDeadband", "'{0}' is not allowed: write a number that is not negative, in the signal's unit, or a share of its range such as 2 %.");
    public static readonly SentenceForm DeadbandOfText = new("file.deadbandOfText", "is for numbers: leave it out where the type is text.");
    public static readonly SentenceForm NoConnection = new("file.noConnection", "there is no connection '{0}': use {1}.");
    public static readonly SentenceForm BadUser = new("file.badUser", "'{0}' is not allowed: " + Users);
    public static readonly SentenceForm TwoUsers = new("file.twoUsers", "stands beside {0}, which is another kind of user: " + Users);
    public static readonly SentenceForm NoCertificateFile = new("file.noCertificateFile", "there is no file '{0}': put the user's certificate as PEM.");
    public static readonly SentenceForm NoKeyFile = new("file.noKeyFile", "there is no file '{0}': put the certificate's private key as PEM and make it readable by this service only.");
    public static readonly SentenceForm NoTokenFile = new("file.noTokenFile", "there is no file '{0}': put the token on its first line and make it readable by this service only.");
    public static readonly SentenceForm NoPasswordFile = new("file.noPasswordFile", "there is no file '{0}': put the password on its first line and make it readable by this service only.");
    public static readonly SentenceForm SecretReadable = new("file.secretReadable", "'{0}' can be read by others: run chmod 600 on it.");
    public static readonly SentenceForm InBrackets = new("file.inBrackets", "is written in brackets, where nothing can be added: write each entry on lines of its own, beginning with '- '.");

    private const string Users =
        "use anonymous, {{ name: operator, passwordFile: secrets/plc1 }}, {{ certificateFile: secrets/user.pem, keyFile: secrets/user.key }} "
        + "or {{ tokenFile: secrets/token }}.";
}
