namespace Jinan.IndustryBrain.Sidecar.Configuration;

/// <summary>Finds every fault of the options at once; the components are checked when they are loaded.</summary>
internal static class SidecarOptionsValidator
{
    public static void Validate(SidecarOptions options, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(options.DataFolder))
            faults.Add("dataFolder is missing; give the folder where topics and state are kept");
        if (string.IsNullOrWhiteSpace(options.ResourcesPath))
            faults.Add("resourcesPath is missing; give the folder with the component YAML");
        else if (!Directory.Exists(options.ResourcesPath))
            faults.Add($"resourcesPath '{options.ResourcesPath}' is not a folder");
        if (options.Apps.Count == 0)
            faults.Add("apps is empty; give at least one application");
        if (options.Limits.BodyBytes is < 1024 or > 256 << 20)
            faults.Add($"limits.bodyBytes is {options.Limits.BodyBytes}; allowed are 1 KiB to 256 MiB");
        if (options.Limits.HeaderBytes is < 1024 or > 1 << 20)
            faults.Add($"limits.headerBytes is {options.Limits.HeaderBytes}; allowed are 1 KiB to 1 MiB");
        if (options.Limits.ShutdownSeconds is < 0 or > 600)
            faults.Add($"limits.shutdownSeconds is {options.Limits.ShutdownSeconds}; allowed are 0 to 600");

        for (var i = 0; i < options.Apps.Count; i++)
            Validate(options.Apps[i], $"apps[{i}]", faults);
        foreach (var same in options.Apps.GroupBy(app => app.AppId, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            faults.Add($"apps: the appId '{same.Key}' is given {same.Count()} times");
        foreach (var same in Ports(options).Where(port => port.Port > 0).GroupBy(port => port.Port).Where(group => group.Count() > 1))
            faults.Add($"apps: port {same.Key} is given for {string.Join(" and ", same.Select(port => port.Use))}");
    }

    private static void Validate(AppOptions app, string where, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(app.AppId))
            faults.Add($"{where}.appId is missing");
        else if (app.AppId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            faults.Add($"{where}.appId '{app.AppId}' may only hold letters, digits, '-', '_' and '.'");
        else if (app.AppId.Length > 100)
            faults.Add($"{where}.appId has {app.AppId.Length} characters; at most 100 are allowed");
        if (app.HttpPort is < 1 or > 65535)
            faults.Add($"{where}.httpPort is {app.HttpPort}; it must be 1 to 65535");
        if (app.GrpcPort is < 1 or > 65535)
            faults.Add($"{where}.grpcPort is {app.GrpcPort}; it must be 1 to 65535");
        if (app.AppPort is < 1 or > 65535)
            faults.Add($"{where}.appPort is {app.AppPort}; it must be 1 to 65535, or absent when the application has no port");
        if (app.ApiToken is { Length: 0 })
            faults.Add($"{where}.apiToken is empty; leave it out to ask for none");
        if (app.AppApiToken is { Length: 0 })
            faults.Add($"{where}.appApiToken is empty; leave it out to send none");
    }

    private static IEnumerable<(int Port, string Use)> Ports(SidecarOptions options) => options.Apps.SelectMany(app => new[]
    {
        (app.HttpPort, $"{app.AppId} httpPort"),
        (app.GrpcPort, $"{app.AppId} grpcPort"),
        (app.AppPort ?? 0, $"{app.AppId} appPort"),
    });
}
