using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>Writes what the sidecar reads: its applications with their ports, tokens and components.</summary>
internal static class SidecarConfiguration
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write(RunPlan plan, string componentsFolder)
    {
        var configuration = new
        {
            dataFolder = Path.Combine(plan.Data.Root, "sidecar"),
            resourcesPath = componentsFolder,
            // Pages come this way too, with the cookies of every page that a browser knows on this machine.
            limits = new { headerBytes = 16 * 1024 },
            apps = plan.Sidecars.Select(s => new
            {
                appId = s.AppId,
                httpPort = s.HttpPort,
                grpcPort = s.GrpcPort,
                appPort = s.AppPort,
                apiToken = s.ApiToken,
                appApiToken = s.AppApiToken,
                components = s.Components,
            }),
        };
        PrivateFile.Write(plan.Data.SidecarConfiguration, JsonSerializer.SerializeToUtf8Bytes(configuration, Options));
    }
}
