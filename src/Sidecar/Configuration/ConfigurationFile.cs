using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Sidecar.Configuration;

/// <summary>
/// Reads the configuration file. The environment may override single values, so that secrets need not be in the file:
/// <c>SIDECAR_DATAFOLDER</c>, <c>SIDECAR_RESOURCESPATH</c>, and for an application
/// <c>SIDECAR_APPS__{appId}__APITOKEN | APPAPITOKEN | HTTPPORT | GRPCPORT | APPPORT</c>.
/// </summary>
internal static class ConfigurationFile
{
    private const string Prefix = "SIDECAR_";

    // The file is read by hand and not through IConfiguration, where "components": [] (none) and an absent list (all)
    // are the same thing.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static SidecarOptions Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        SidecarOptions? options;
        try
        {
            using var file = File.OpenRead(path);
            options = JsonSerializer.Deserialize<SidecarOptions>(file, Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException([$"'{path}' cannot be read: {e.Message} Give the file with --config."]);
        }
        catch (JsonException e)
        {
            throw new ConfigurationFaultException([$"'{path}' line {e.LineNumber + 1}: {e.Message}"]);
        }
        if (options is null)
            throw new ConfigurationFaultException([$"'{path}' is empty; it must hold an object with dataFolder, resourcesPath and apps."]);

        var faults = new List<string>();
        options = Override(options, environment, faults);
        SidecarOptionsValidator.Validate(options, faults);
        return faults.Count == 0 ? options : throw new ConfigurationFaultException(faults);
    }

    private static SidecarOptions Override(SidecarOptions options, IReadOnlyDictionary<string, string> environment, List<string> faults) =>
        options with
        {
            DataFolder = environment.GetValueOrDefault($"{Prefix}DATAFOLDER", options.DataFolder),
            ResourcesPath = environment.GetValueOrDefault($"{Prefix}RESOURCESPATH", options.ResourcesPath),
            Apps = [.. (options.Apps ?? []).Select(app => Override(app, environment, faults))],
        };

    private static AppOptions Override(AppOptions app, IReadOnlyDictionary<string, string> environment, List<string> faults)
    {
        return app with
        {
            ApiToken = Value("APITOKEN") ?? app.ApiToken,
            AppApiToken = Value("APPAPITOKEN") ?? app.AppApiToken,
            HttpPort = Port("HTTPPORT") ?? app.HttpPort,
            GrpcPort = Port("GRPCPORT") ?? app.GrpcPort,
            AppPort = Port("APPPORT") ?? app.AppPort,
        };

        string? Value(string name) => environment.GetValueOrDefault($"{Prefix}APPS__{app.AppId}__{name}");

        int? Port(string name)
        {
            if (Value(name) is not { } text)
                return null;
            if (int.TryParse(text, out var port))
                return port;
            faults.Add($"environment variable {Prefix}APPS__{app.AppId}__{name} is '{text}'; it must be a port number");
            return null;
        }
    }
}
