using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Jinan.IndustryBrain.Sidecar.Hosting;

/// <summary>Sends the instruments to an OpenTelemetry collector when one is named by the usual variables.</summary>
internal static class SidecarTelemetry
{
    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "sidecar"))
            .WithMetrics(metrics => metrics.AddMeter(Metrics.MeterName).AddMeter("Microsoft.AspNetCore.Server.Kestrel").AddOtlpExporter());
    }
}
