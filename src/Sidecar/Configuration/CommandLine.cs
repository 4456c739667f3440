namespace Jinan.IndustryBrain.Sidecar.Configuration;

/// <summary>The command line: <c>--config FILE</c>, or <c>--help</c>.</summary>
internal static class CommandLine
{
    public const string Help = """
        The Dapr API for the applications of one machine.

        Usage: Jinan.IndustryBrain.Sidecar --config FILE

        FILE is JSON:
          dataFolder     topics and state are kept here
          resourcesPath  folder with the Dapr component, subscription and resiliency YAML
          apps           [ { appId, httpPort, grpcPort, appPort?, apiToken?, appApiToken?, components? } ]
          limits         { bodyBytes, headerBytes, shutdownSeconds } (optional)

        Environment variables override the file: SIDECAR_DATAFOLDER, SIDECAR_RESOURCESPATH,
        SIDECAR_APPS__{appId}__{APITOKEN|APPAPITOKEN|HTTPPORT|GRPCPORT|APPPORT}.

        It stops on Ctrl+C or SIGTERM. Exit code 2 means that the configuration cannot be used.
        """;

    /// <summary>The configuration file's path; null when help was asked for.</summary>
    public static string? ReadConfigPath(string[] args) => args switch
    {
        ["--help" or "-h", ..] => null,
        ["--config", var path] => path,
        [] => throw new ConfigurationFaultException(["--config FILE is missing; see --help"]),
        _ => throw new ConfigurationFaultException([$"the arguments '{string.Join(' ', args)}' are not understood; see --help"]),
    };
}
