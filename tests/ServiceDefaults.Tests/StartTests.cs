using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.AspNetCore.Builder;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Options_WithFaults_ListEveryOneAndEndWithTheCodeOfConfiguration()
    {
        var errors = await CaptureErrorsAsync(async () => Assert.Equal(
            ServiceRun.ConfigurationFault,
            await ServiceRun.RunAsync(() => Build("--Sample:Size=0", "--Sample:Name="), TestContext.Current.CancellationToken)));
        Assert.Equal(
            ["Configuration: Sample:Size is 0: use 1 or more", "Configuration: Sample:Name is empty: give a name"],
            errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Option_OfAnotherType_IsNamed()
    {
        var errors = await CaptureErrorsAsync(async () => Assert.Equal(
            ServiceRun.ConfigurationFault,
            await ServiceRun.RunAsync(() => Build("--Sample:Size=many"), TestContext.Current.CancellationToken)));
        Assert.Contains("Sample:Size", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task Port_InUse_IsOneLineThatSaysWhatToDo()
    {
        await using var first = await TestService.StartAsync([]);
        var errors = await CaptureErrorsAsync(async () => Assert.NotEqual(
            0, await ServiceRun.RunAsync(() => Build($"--urls={first.Address}"), TestContext.Current.CancellationToken)));
        Assert.Contains("ASPNETCORE_URLS", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task Service_AskedToStop_EndsWithNought()
    {
        WebApplication? app = null;
        var run = ServiceRun.RunAsync(() => app = Build(), TestContext.Current.CancellationToken);
        app!.Lifetime.StopApplication();
        Assert.Equal(0, await run);
    }

    [Fact]
    public void Edge_FoldersMissing_AreBothNamed() => Assert.Equal(
        2, new EdgeOptions { FactoriesFolder = "", DataFolder = " " }.FindFaults().Count());

    private static WebApplication Build(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
        builder.Services.AddValidatedOptions<SampleOptions>("Sample");
        return builder.Build().UseServiceDefaults();
    }

    private static async Task<string> CaptureErrorsAsync(Func<Task> act)
    {
        var before = Console.Error;
        var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            await act();
        }
        finally
        {
            Console.SetError(before);
        }

        return errors.ToString();
    }

    internal sealed record SampleOptions : IValidatedOptions
    {
        public int Size { get; init; } = 1;
        public string Name { get; init; } = "sample";

        public IEnumerable<string> FindFaults()
        {
            if (Size < 1)
                yield return $"Size is {Size}: use 1 or more";
            if (Name.Length == 0)
                yield return "Name is empty: give a name";
        }
    }
}
