using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

public sealed class LogMessageTests
{
    [Fact]
    public void EventIds_AreUnique()
    {
        var ids = typeof(Sidecar.Hosting.SidecarHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
