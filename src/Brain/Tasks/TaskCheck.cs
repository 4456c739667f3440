using System.Text.Json;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>What a task and an answer may hold.</summary>
internal static partial class TaskCheck
{
    public const int LongestTitle = 120;
    public const int LongestText = 2000;
    private const int LongestName = 120;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static Said? FindFault(string title, string? text, string owner)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle || title.Any(char.IsControl))
            return new Said(WorkPhrases.BadTitle, LongestTitle);
        if (!IsText(text))
            return new Said(WorkPhrases.BadText, LongestText);
        return string.IsNullOrWhiteSpace(owner) || owner.Length > LongestName || owner.Any(char.IsControl)
            ? new Said(WorkPhrases.BadOwner, LongestName)
            : null;
    }

    /// <returns>Why an item of a factory's batch is refused, or null.</returns>
    public static Sentence? TryRead(JsonElement item, DateTimeOffset now, out TaskAnswer? answer)
    {
        answer = null;
        try
        {
            answer = item.Deserialize(ContractsJson.Default.TaskAnswer);
        }
        catch (JsonException fault)
        {
            return RefusalSentences.NoAnswer.Of(fault.Message.Length <= 200 ? fault.Message : fault.Message[..200]);
        }

        if (answer is null)
            return RefusalSentences.Null.Of();
        if (!Id().IsMatch(answer.Id) || !Id().IsMatch(answer.Task))
            return RefusalSentences.BadAnswerId.Of();
        if (answer.State is not TaskState.Accepted and not TaskState.Answered and not TaskState.Declined)
            return RefusalSentences.BadAnswerState.Of();
        if (answer.State == TaskState.Declined && string.IsNullOrWhiteSpace(answer.Text))
            return RefusalSentences.DeclinedWithoutText.Of();
        if (!IsText(answer.Text))
            return RefusalSentences.TextTooLong.Of(LongestText);
        if (answer.By.Length > LongestName || answer.By.Any(char.IsControl))
            return RefusalSentences.NameTooLong.Of(LongestName);
        return answer.At > now + Ahead ? RefusalSentences.AnswerInFuture.Of() : null;
    }

    public static bool IsText(string? text) =>
        text is null || (text.Length <= LongestText && !text.Any(c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t'));

    [GeneratedRegex(@"^[\p{L}\p{Nd}._\-:+]{1,120}$")]
    private static partial Regex Id();
}
