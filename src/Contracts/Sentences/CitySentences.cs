namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why an uplink cannot reach the city, or is not let in, now.</summary>
public static class CitySentences
{
    public static readonly SentenceForm CredentialsMissing = new("city.credentialsMissing", "{0} is missing: put the credentials there that the city gave to this factory");
    public static readonly SentenceForm CredentialsUnreadable = new("city.credentialsUnreadable", "{0} cannot be read ({1}): it holds clientId, clientSecret, tokenEndpoint and gateway");
    public static readonly SentenceForm CredentialsIncomplete = new("city.credentialsIncomplete", "{0} needs absolute addresses in tokenEndpoint and gateway");
    public static readonly SentenceForm NoToken = new("city.noToken", "{0} gives no token ({1}): check clientId and clientSecret in {2}");
    public static readonly SentenceForm NotAToken = new("city.notAToken", "{0} answers with something that is no token: check tokenEndpoint");
    public static readonly SentenceForm Unreachable = new("city.unreachable", "{0} cannot be reached ({1}): check this machine's network, and tokenEndpoint and gateway in the credentials");
    public static readonly SentenceForm TooLate = new("city.tooLate", "{0} did not answer within {1} s");
    public static readonly SentenceForm EmptyAnswer = new("city.emptyAnswer", "the city's answer is empty: check gateway");
    public static readonly SentenceForm UnreadableAnswer = new("city.unreadableAnswer", "the city's answer cannot be read: check gateway");
    public static readonly SentenceForm NotUnderstood = new("city.notUnderstood", "the city's {0} cannot be read ({1}): is this uplink older than the city?");
    public static readonly SentenceForm TokenRefused = new("city.tokenRefused", "the city answers {0}: it does not take this factory's token; ask the city whether it was withdrawn");
    public static readonly SentenceForm NotAllowed = new("city.notAllowed", "the city answers {0}: this factory may not send; ask the city whether it is registered");
    public static readonly SentenceForm NothingThere = new("city.nothingThere", "the city answers {0}: there is nothing at this address; check gateway in the credentials");
    public static readonly SentenceForm TooOften = new("city.tooOften", "the city answers {0}: it is asked too often; less often from now on");
    public static readonly SentenceForm OutOfService = new("city.outOfService", "the city answers {0}: it is out of service for now");
    public static readonly SentenceForm Answers = new("city.answers", "the city answers {0}");
    public static readonly SentenceForm Says = new("city.says", "the city answers {0}: {1}");
    public static readonly SentenceForm OwnFault = new("city.ownFault", "the uplink met a fault of its own and starts over: {0}");
}
