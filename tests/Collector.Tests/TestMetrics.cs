using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.Collector.Tests;

internal static class TestMetrics
{
    public static Metrics Create() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
