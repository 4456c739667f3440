using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Dapr.Client;
using Jinan.IndustryBrain.Sidecar.Configuration;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>A sidecar as the process that it is, to be killed.</summary>
internal sealed class SidecarProcess : IDisposable
{
    private const int Sigterm = 15;
    private readonly IReadOnlyList<AppOptions> _apps;
    private readonly string _config;

    public SidecarProcess(TestFolder folder, IReadOnlyList<AppOptions> apps, string? yaml = null)
    {
        _apps = apps;
        folder.WriteResources(yaml ?? Yaml.Default);
        _config = Path.Combine(folder.Root, "sidecar.json");
        File.WriteAllText(_config, JsonSerializer.Serialize(
            new SidecarOptions { DataFolder = folder.Data, ResourcesPath = folder.Resources, Apps = apps }, JsonSerializerOptions.Web));
        Process = Start();
    }

    public Process Process { get; private set; }

    public async Task WaitUntilHealthyAsync()
    {
        using var http = new HttpClient();
        await Eventually.AssertAsync(async () =>
        {
            if (Process.HasExited)
                throw new InvalidOperationException($"the sidecar ended with {Process.ExitCode}: {await Process.StandardError.ReadToEndAsync()}");
            try
            {
                return (await http.GetAsync($"http://127.0.0.1:{_apps[0].HttpPort}/v1.0/healthz")).StatusCode == HttpStatusCode.NoContent;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the sidecar is healthy");
    }

    /// <summary>SIGKILL: no code of it runs any more.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    public async Task RestartAsync()
    {
        Process.Dispose();
        Process = Start();
        await WaitUntilHealthyAsync();
    }

    public async Task<int> TerminateAsync()
    {
        Assert.Equal(0, SendSignal(Process.Id, Sigterm));
        await Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return Process.ExitCode;
    }

    public DaprClient Dapr(string appId)
    {
        var app = _apps.Single(app => app.AppId == appId);
        return new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{app.HttpPort}").UseGrpcEndpoint($"http://127.0.0.1:{app.GrpcPort}").Build();
    }

    public static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Jinan.IndustryBrain.Sidecar.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["INDUSTRYBRAIN_EXIT_WITH_PARENT"] = "1";
        var process = Process.Start(start)!;
        // Nobody reads its lines here; a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private Process Start() => Start(["--config", _config]);

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
