using System.Text.Json;

namespace Jinan.IndustryBrain.Cli.Run;

/// <summary>What the app host tells about the run in progress.</summary>
internal sealed record RunState(
    int Pid,
    string Profile,
    DateTimeOffset Started,
    string Logs,
    RunSidecar? Sidecar,
    IReadOnlyList<RunResource> Resources,
    string? Configuration = null)
{
    private const string Variable = "INDUSTRYBRAIN_DATA";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The data folder that was named, or that of the environment, or of the checkout.</summary>
    public static string FolderOf(string? dataFolder) =>
        dataFolder ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : DefaultFolder());

    /// <summary>What runs with a data folder; null when nothing does.</summary>
    public static RunState? TryRead(string folder) => IsInUse(folder) ? Read(folder) : null;

    /// <summary>Whether an app host has the data folder: it holds a lock for as long as it lives.</summary>
    public static bool IsInUse(string folder)
    {
        try
        {
            using var free = new FileStream(Path.Combine(folder, "run", "apphost.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException($"{folder} belongs to another user. Run this as the user of the service.");
        }
    }

    /// <exception cref="CommandException">Nothing is running there.</exception>
    public static RunState Read(string? dataFolder)
    {
        var folder = FolderOf(dataFolder);
        var path = Path.Combine(folder, "run", "apphost.json");
        try
        {
            return JsonSerializer.Deserialize<RunState>(File.ReadAllBytes(path), Options)
                ?? throw new CommandException($"{path} is empty. Start the app host again.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException(
                $"Nothing runs with the data folder {Path.GetFullPath(folder)}. Start it ('systemctl start industrybrain', 'industrybrain start', "
                + $"or in a checkout 'dotnet run --project apphost'), or name the folder with --data or {Variable}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException($"{path} belongs to another user. Run this as the user who started the app host.");
        }
        catch (JsonException e)
        {
            throw new CommandException($"{path} is not readable ({e.Message}). Start the app host again.");
        }
    }

    private static string DefaultFolder()
    {
        for (var folder = Directory.GetCurrentDirectory(); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "aspire-manifest.json")))
                return Path.Combine(folder, "data");
        return "data";
    }
}

/// <summary>The tool's own end of the sidecar.</summary>
internal sealed record RunSidecar(Uri Url, string Token);

internal sealed record RunResource(
    string Name, string Phase, int? Pid, int Restarts, DateTimeOffset Since, string? Url, string Log, string? Detail);
