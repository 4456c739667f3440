using Jinan.IndustryBrain.AppHost.Display;

namespace Jinan.IndustryBrain.AppHost.Tests.Display;

/// <summary>What systemd's journal gets, and when it is the journal that listens.</summary>
public sealed class JournalTests
{
    [Fact]
    public void Journal_TextOfSeveralLines_HasItsLevelBeforeEach()
    {
        var output = new StringWriter { NewLine = "\n" };
        LineWriters.Journal(output)(NoteLevel.Warning, "one\ntwo");
        Assert.Equal("<4>one\n<4>two\n", output.ToString());
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("8:1", null, true)]
    [InlineData("8:1", "self", true)]
    [InlineData("8:1", "1", false)]
    public void Journal_ByWhomTheServiceStarted_IsForItsMainProcessAlone(string? stream, string? pid, bool isForJournal)
    {
        var variables = new Dictionary<string, string?>
        {
            ["JOURNAL_STREAM"] = stream,
            ["SYSTEMD_EXEC_PID"] = pid == "self" ? Environment.ProcessId.ToString() : pid,
        };
        Assert.Equal(isForJournal, RunDisplays.IsForJournal(variables.GetValueOrDefault));
    }
}
