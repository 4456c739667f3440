using System.Diagnostics;
using Jinan.IndustryBrain.TestKit.City;
using Npgsql;

namespace Jinan.IndustryBrain.Brain.Tests.Support;

/// <summary>
/// A PostgreSQL of the test's own, from the system's programs; or databases at the server that BRAIN_TEST_POSTGRESQL names
/// (a connection string of somebody who may create databases).
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("BRAIN_TEST_POSTGRESQL") is { Length: > 0 } given ? given : null;

    private readonly string _connection;
    private readonly string? _folder;
    private readonly Process? _server;

    private PostgreSqlServer(string connection, string? folder = null, Process? server = null) =>
        (_connection, _folder, _server) = (connection, folder, server);

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault()
        : null;

    /// <summary>Skips the test where there is none, and says so.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        if (Given is not null)
            return new PostgreSqlServer(Given);
        if (Programs is null)
            Assert.Skip("No PostgreSQL here: install it (apt-get install postgresql), or name a server in BRAIN_TEST_POSTGRESQL.");
        var folder = Directory.CreateTempSubdirectory("brain-postgresql-").FullName;
        var port = FreePort.Next();

        // It refuses to run as root; the package brings an account.
        if (Environment.UserName == "root")
            await RunAsync("chown", "postgres", folder);
        await RunAsync(AsUser("initdb", "-D", folder, "-U", "brain", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        var server = Process.Start(Started(AsUser(
            "postgres", "-D", folder, "-p", $"{port}", "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off")))!;
        var made = new PostgreSqlServer($"Host=127.0.0.1;Port={port};Username=brain;Database=postgres;Pooling=false", folder, server);
        await made.WaitAsync();
        return made;
    }

    /// <returns>Connection string of a new database.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"brain_test_{Guid.NewGuid():N}";
        await ExecuteAsync(_connection, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_connection) { Database = name }.ToString();
    }

    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        NpgsqlConnection.ClearAllPools();

        // The process that we started may be the one that changes the user; the server's own id is in its folder.
        await RunAsync(AsUser("pg_ctl", "-D", _folder!, "-m", "immediate", "-W", "stop"));
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder!, recursive: true);
    }

    private async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await ExecuteAsync(_connection, "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!_server!.HasExited && !patience.IsCancellationRequested)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }

    private static string[] AsUser(string program, params string[] arguments) => Environment.UserName == "root"
        ? ["runuser", "-u", "postgres", "--", Path.Combine(Programs!, program), .. arguments]
        : [Path.Combine(Programs!, program), .. arguments];

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(Started(command))!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {await said}{await complained}");
    }

    private static ProcessStartInfo Started(string[] command)
    {
        // What the server itself says goes to the test's own output.
        var isServer = command.Contains("-k");
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = !isServer,
            RedirectStandardError = !isServer,
            WorkingDirectory = "/",
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        return start;
    }
}
