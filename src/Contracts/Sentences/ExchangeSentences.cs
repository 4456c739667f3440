namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why the uplink does not do what it is asked.</summary>
public static class ExchangeSentences
{
    public static readonly SentenceForm PolicyMissing = new("disclosure.missing", "Send {{\"policy\": {{\"releases\": …, \"fields\": […]}}, \"by\": …}}.");
    public static readonly SentenceForm PolicyNotUsable = new("disclosure.notUsable", "Use nothing, confirmed or all in releases, and each field at most once.");
    public static readonly SentenceForm BadState = new("tasks.badState", "Use accepted, answered or declined.");
    public static readonly SentenceForm SayWhyDeclined = new("tasks.sayWhy", "Say why it is declined.");
    public static readonly SentenceForm TextTooLong = new("tasks.textTooLong", "Use at most {0} characters, and no control characters.");
    public static readonly SentenceForm BadId = new("tasks.badId", "Use 1 to 64 letters, digits and - _ . in id, or leave it out.");
    public static readonly SentenceForm NoSuchTask = new("tasks.unknown", "The city has given '{0}' no task '{1}'. GET /tasks?factory={0} lists them.");
    public static readonly SentenceForm TaskClosed = new("tasks.closed", "Its owner has closed it.");
    public static readonly SentenceForm BadName = new("exchange.badName", "Use 1 to {0} characters of one line in {1}.");
}
