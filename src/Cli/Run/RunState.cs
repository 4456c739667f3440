using System.Text.Json;

namespace Jinan.IndustryBrain.Cli.Run;

/// <summary>What the app host tells about the run in progress.</summary>
internal sealed record RunState(
    int Pid,
    string Profile,
    DateTimeOffset Started,
    string Logs,
    RunSidecar? Sidecar,
    IReadOnlyList<RunResource> Resources)
{
    private const string Variable = "INDUSTRYBRAIN_DATA";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <exception cref="CommandException">Nothing is running there.</exception>
    public static RunState Read(string? dataFolder)
    {
        var folder = dataFolder ?? Environment.GetEnvironmentVariable(Variable) ?? DefaultFolder();
        var path = Path.Combine(folder, "run", "apphost.json");
        try
        {
            return JsonSerializer.Deserialize<RunState>(File.ReadAllBytes(path), Options)
                ?? throw new CommandException($"{path} is empty. Start the app host again.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException(
                $"Nothing runs with the data folder {Path.GetFullPath(folder)}. Start it with 'dotnet run --project apphost', "
                + $"or name the folder with --data or {Variable}.");
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
