using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.Api.Grpc;
using Jinan.IndustryBrain.Sidecar.Api.Http;
using Jinan.IndustryBrain.Sidecar.Apps;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.Invocation;

namespace Jinan.IndustryBrain.Sidecar.Hosting;

/// <summary>The web server: its services, and the way of a request through it.</summary>
internal static class SidecarWeb
{
    public static WebApplication Build(SidecarOptions options, Func<AppDirectory> apps, Action<ILoggingBuilder>? logging)
    {
        // Empty, so that no ASPNETCORE_ variable meant for a service can open ports here.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Yarp", LogLevel.Error);
        (logging ?? (console => console.AddSimpleConsole(line => line.SingleLine = true)))(builder.Logging);

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => AppListeners.Configure(kestrel, options, apps));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.Limits.ShutdownSeconds));
        builder.Services.AddRoutingCore().AddHttpForwarder();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Limits.BodyBytes;
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        builder.Services.AddGrpcReflection();
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => apps())
            .AddSingleton(_ => AppChannel.CreateInvoker())
            .AddSingleton<Metrics>()
            .AddSingleton<AppInvoker>()
            .AddSingleton<AppShutdown>()
            .AddSingleton<HeaderInvocation>()
            .AddSingleton<ErrorAnswers>()
            .AddSingleton<DaprService>();
        SidecarTelemetry.Add(builder);
        return builder.Build();
    }

    public static void Map(WebApplication web)
    {
        web.Use(web.Services.GetRequiredService<ErrorAnswers>().InvokeAsync);
        web.Use(ApiTokenGuard.InvokeAsync);
        web.Use(web.Services.GetRequiredService<HeaderInvocation>().InvokeAsync);
        web.UseRouting();
        web.MapGrpcService<DaprService>();
        web.MapGrpcReflectionService();
        web.MapPublish();
        web.MapState();
        web.MapInvocation(web.Services.GetRequiredService<AppInvoker>());
        web.MapSecrets();
        web.MapMetadata();
        web.MapHealth();
        web.MapShutdown(web.Services.GetRequiredService<AppShutdown>());
    }
}
