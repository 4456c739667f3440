using System.CommandLine;
using System.Net;
using Jinan.IndustryBrain.AppHost.Commands;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Health;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Setup;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary><c>industrybrain run</c>: runs the bundle in the foreground, as systemd, Windows and a terminal want it.</summary>
internal static class ServeCommand
{
    public const string WindowsServiceName = "JinanIndustryBrain";

    /// <summary>What the runner says where nothing else takes it, in the folder of logs.</summary>
    public const string LogName = "industrybrain.log";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var command = new Command("run", "Runs the bundle until it is told to stop.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var display = RunDisplays.For(parsed.GetValue(RunOptions.Json), parsed.GetValue(RunOptions.Plain), time);
        return await Failures.ReportedAsync(display, async () =>
        {
            var bundle = InstallFolders.RequireBundle();
            var configuration = InstalledCommands.ReadConfiguration(bundle, parsed);
            using var log = WindowsServiceHelpers.IsWindowsService() ? OpenLog(configuration) : null;
            await using var app = Build(bundle, configuration, log is null ? display : Written(log, time), time);
            try
            {
                await ((IHost)app).RunAsync(cancellation);
            }
            catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
            {
                throw new SetupException($"The health page's address {configuration.Health} is in use. Stop what listens there, or choose another health.port in {configuration.File}.");
            }

            return 0;
        });
    }

    // Nobody reads the output of a service of Windows.
    private static ProcessLog OpenLog(InstalledConfiguration configuration)
    {
        configuration.Data.CreatePrivately();
        return new ProcessLog(Path.Combine(configuration.Data.Logs, LogName));
    }

    private static PlainDisplay Written(ProcessLog log, TimeProvider time)
    {
        var line = LineWriters.Timed(log.Write, time);
        return new PlainDisplay(line, line, time);
    }

    private static WebApplication Build(Bundle bundle, InstalledConfiguration configuration, IRunDisplay display, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = bundle.Folder });
        builder.Logging.ClearProviders();
        builder.Services.AddWindowsService(service => service.ServiceName = WindowsServiceName);
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        var tls = configuration.Tls is { } files && !IPAddress.IsLoopback(configuration.Health.Address) ? new CurrentTls(files, time) : null;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(configuration.Health, listen =>
            {
                if (tls is not null)
                    Secure(listen, tls);
            });
        });
        builder.Services.AddSingleton(provider => new BundleService(bundle, configuration, display, provider.GetRequiredService<ISystemdNotifier>(), time));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BundleService>());
        var app = builder.Build();
        var service = app.Services.GetRequiredService<BundleService>();
        app.MapHealth(() => service.Health);
        return app;
    }

    private static void Secure(ListenOptions listen, CurrentTls tls) => listen.UseHttps(https =>
    {
        https.ServerCertificate = tls.Certificate.Leaf;
        https.ServerCertificateChain = tls.Certificate.Chain;
        https.OnAuthenticate = (_, options) => options.ServerCertificateContext = tls.Certificate.Context;
    });
}
