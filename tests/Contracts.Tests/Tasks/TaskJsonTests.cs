using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Tasks;

namespace Jinan.IndustryBrain.Contracts.Tests.Tasks;

public sealed class TaskJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData("done")]
    public void Answer_WithAndWithoutText_IsReadAsItWasWritten(string? text)
    {
        var answer = new TaskAnswer("a", "t", TaskState.Accepted, text, "auto-01", At);
        var json = JsonSerializer.Serialize(answer, ContractsJson.Default.TaskAnswer);
        Assert.Equal(answer, JsonSerializer.Deserialize(json, ContractsJson.Default.TaskAnswer));
    }

    [Fact]
    public void Task_WithoutWhatIsNotNeeded_IsReadAsItWasWritten()
    {
        var task = new CityTask
        {
            Id = "t", Factory = "auto-01", Revision = 1, Title = "Look", Owner = "inspector", Due = new DateOnly(2026, 12, 1), State = TaskState.Open,
            Created = At, Changed = At,
        };
        var json = JsonSerializer.Serialize(task, ContractsJson.Default.CityTask);
        Assert.DoesNotContain("warning", json, StringComparison.Ordinal);
        Assert.Equal(task, JsonSerializer.Deserialize(json, ContractsJson.Default.CityTask));
    }
}
