using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Inference.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_AsTheyAre_HaveNoFault() => Assert.Empty(new InferenceOptions().FindFaults());

    [Fact]
    public void Options_WithSeveralFaults_NameThemAllWithWhatIsAllowed()
    {
        var faults = new InferenceOptions { CapsulesFolder = " ", BatchRows = 0, LatenessMs = -1 }.FindFaults().ToList();
        Assert.Equal(3, faults.Count);
        Assert.Contains("BatchRows is 0: use 1 to 100000", faults);
    }

    [Fact]
    public void LogEvents_OfTheAssembly_HaveIdsOfTheirOwn()
    {
        var ids = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().Select(a => a.EventId).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
