using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>A file of the cut, with its content held: what the services do to it afterwards does not show.</summary>
internal sealed record CutFile(string Path, UnixFileMode Mode, Func<Stream> Open);

/// <summary>
/// Takes a consistent copy of a data folder while its services run, without asking them to wait. It rests on the order in which
/// things are copied, against the flow of data:
/// <list type="number">
/// <item>the collector's log as it is, with the positions that its consumers have confirmed until now: all that comes behind
/// them is in the copy, whatever is truncated meanwhile;</item>
/// <item>the state of Inference, then the topics, then Historian and outboxes: an insight that the state counts as published is in
/// a topic, or was taken by both and is in theirs;</item>
/// <item>what the collector's log got since, so that nobody's position is ahead of it, with the ledger of the same moment;</item>
/// <item>what only grows or is written by people.</item>
/// </list>
/// What is in two places after that comes twice to somebody who knows it: frames by their position, insights by their id.
/// </summary>
internal sealed class DataCut(string data, string stage, Action<string> progress, TimeProvider time) : IDisposable
{
    private const int LedgerAttempts = 200;
    private const long MostInMemory = 1 << 20;
    private static readonly TimeSpan KeepUpInterval = TimeSpan.FromSeconds(2);

    // State of a run, of processes and of unfinished writes.
    private static readonly string[] LeftOutFolders = ["run", "logs"];
    private static readonly string[] LeftOutEndings = [".lock", ".new", "-wal", "-shm", "-journal"];

    // Made of the values again where it is missing: of a moment a little later it would say what the backup does not hold.
    private const string Trends = "trends.db";

    // Of factories: state of those that come while the backup is taken is left to the next one.
    private static readonly string[] FactoryServices = ["collector", "historian"];

    // What is copied in its own way. One of these that came since must not be taken as a plain file.
    private static readonly string[] NeverPlain = [".segment", ".position", ".db"];

    private readonly List<CutFile> _files = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _opened = [];
    private readonly List<CollectorCut> _collectors = [];
    private readonly HashSet<string> _factories = new(StringComparer.Ordinal);
    private long _keptUp = time.GetTimestamp();

    private sealed record CollectorCut(string Factory, string Folder, LogCopy Log, LogCopy Ledger);

    public IReadOnlyList<FactoryCut> Factories => [.. _collectors.Select(c => new FactoryCut(c.Factory, $"{c.Log.Epoch}.{c.Log.Last}"))];

    /// <exception cref="LogOvertakenException">The folder changed faster than it is copied: another cut is needed.</exception>
    /// <exception cref="CommandException">The folder cannot be copied.</exception>
    public async Task<IReadOnlyList<CutFile>> TakeAsync(CancellationToken cancellation)
    {
        try
        {
            progress("collectors");
            _factories.UnionWith(FactoryServices.SelectMany(FoldersOf));
            foreach (var folder in FoldersOf("collector"))
                BeginCollector(folder);
            progress("state and topics");
            await TakeDatabasesAsync("sidecar", cancellation);
            TakeLogs("sidecar");
            foreach (var folder in FoldersOf("historian"))
            {
                progress($"historian {Path.GetFileName(folder)}");
                await TakeHistorianAsync(folder, cancellation);
                KeepUp();
            }

            progress("outboxes");
            TakeLogs("uplink");
            progress("what came meanwhile");
            foreach (var collector in _collectors)
                EndCollector(collector);
            progress("certificates, accounts, factories and capsules");
            await TakeDatabasesAsync("", cancellation);
            TakeLogs("");
            TakeRest();
            return _files;
        }
        catch (LogDamagedException e)
        {
            throw new CommandException(e.Message);
        }
        catch (Exception e) when (e is (IOException and not LogOvertakenException) or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new CommandException(
                $"The data folder {data} cannot be copied to {stage}: {e.Message} Room for its logs and databases is needed there while the backup is taken; --output names another disk.");
        }
    }

    public void Dispose() => _opened.ForEach(opened => opened.Dispose());

    private IEnumerable<string> FoldersOf(string service) =>
        Directory.Exists(Path.Combine(data, service)) ? Directory.EnumerateDirectories(Path.Combine(data, service)).Order(StringComparer.Ordinal) : [];

    private void BeginCollector(string folder)
    {
        var log = Path.Combine(folder, "log");
        if (!Directory.Exists(log))
            return;
        var collector = new CollectorCut(Path.GetFileName(folder), folder, CopyOf(log), CopyOf(Path.Combine(folder, "ledger")));
        // Positions before records: they are of before what the consumers' copies will say.
        collector.Log.TakePositions();
        TakeFile(Path.Combine(folder, "memory.json"));
        collector.Log.Take();
        _collectors.Add(collector);
    }

    // A long backup must not be overtaken by truncation.
    private void KeepUp()
    {
        if (time.GetElapsedTime(_keptUp) < KeepUpInterval)
            return;
        foreach (var collector in _collectors)
            collector.Log.Take();
        _keptUp = time.GetTimestamp();
    }

    // A gap is in the ledger before the frame behind it is in the log, and what history filled is in the log before the ledger
    // says so: a log that was read while the ledger did not grow fits to it both ways.
    private void EndCollector(CollectorCut collector)
    {
        var ledger = collector.Ledger.Take();
        for (var attempt = 0; attempt < LedgerAttempts; attempt++)
        {
            collector.Log.Take();
            var now = collector.Ledger.Take();
            if (now == ledger)
            {
                AddLog(Path.Combine(collector.Folder, "log"));
                AddLog(Path.Combine(collector.Folder, "ledger"));
                return;
            }

            ledger = now;
        }

        throw new CommandException($"The coverage ledger of {collector.Factory} never stood still for as long as it is read. Try again, or stop the service for the backup.");
    }

    private async Task TakeHistorianAsync(string folder, CancellationToken cancellation)
    {
        var logFolder = Path.Combine(folder, "log");
        var log = Directory.Exists(logFolder) ? CopyOf(logFolder) : null;
        log?.Take();
        await TakeSegmentsAsync(folder, cancellation);
        await TakeDatabasesAsync(Path.GetRelativePath(data, folder), cancellation);
        // The manifest may name a record that came after the first look.
        log?.Take();
        log?.TakePositions();
        if (log is not null)
            AddLog(logFolder);
    }

    // Parquet files are never changed: opened, they stay readable even when retention removes them.
    private async Task TakeSegmentsAsync(string folder, CancellationToken cancellation)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        var values = Path.Combine(folder, "values");
        for (var attempt = 0; File.Exists(manifest); attempt++)
        {
            var content = await File.ReadAllBytesAsync(manifest, cancellation);
            try
            {
                foreach (var file in Segments(content).Select(file => Path.Combine(folder, file)).Where(_done.Add))
                {
                    var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    _opened.Add(stream);
                    _files.Add(new CutFile(Relative(file), ModeOf(file), () => stream));
                }

                _done.Add(manifest);
                Add(manifest, content);
                break;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && attempt < 10)
            {
                // Retention was quicker; the next manifest does not name it. What was opened and is not named is removed at start.
                _done.RemoveWhere(path => path.StartsWith(values, StringComparison.Ordinal) && !_files.Exists(f => f.Path == Relative(path)));
            }
        }

        // What the manifest does not list is not there.
        if (Directory.Exists(values))
            _done.UnionWith(Directory.EnumerateFiles(values, "*", SearchOption.AllDirectories));
    }

    private static List<string> Segments(byte[] manifest)
    {
        using var json = System.Text.Json.JsonDocument.Parse(manifest);
        return [.. json.RootElement.GetProperty("segments").EnumerateArray().Select(s => s.GetProperty("file").GetString()!)];
    }

    private void TakeLogs(string below)
    {
        foreach (var segment in Files(below).Where(f => f.EndsWith(".segment", StringComparison.Ordinal)).ToList())
        {
            var folder = Path.GetDirectoryName(segment)!;
            if (_done.Contains(segment) || Directory.Exists(Staged(folder)))
                continue;
            var log = CopyOf(folder);
            log.Take();
            log.TakePositions();
            log.Take();
            AddLog(folder);
        }
    }

    private async Task TakeDatabasesAsync(string below, CancellationToken cancellation)
    {
        foreach (var file in Files(below).Where(f => f.EndsWith(".db", StringComparison.Ordinal)).ToList())
        {
            if (!_done.Add(file))
                continue;
            var copy = Staged(file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await DatabaseCopy.WriteAsync(file, copy, cancellation);
            AddStaged(copy, ModeOf(file));
        }
    }

    private void TakeRest()
    {
        foreach (var file in Files("").Where(f => !_done.Contains(f) && !NeverPlain.Contains(Path.GetExtension(f))))
            TakeFile(file);
    }

    private IEnumerable<string> Files(string below)
    {
        var folder = Path.Combine(data, below);
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != Trends && !LeftOutEndings.Any(e => f.EndsWith(e, StringComparison.Ordinal))
                && !LeftOutFolders.Contains(Path.GetRelativePath(data, f).Split(Path.DirectorySeparatorChar)[0])
                && Relative(f) != LastBackup.FileName && IsOfThisCut(f))
            .Order(StringComparer.Ordinal);
    }

    private bool IsOfThisCut(string file) =>
        Path.GetRelativePath(data, file).Split(Path.DirectorySeparatorChar) is not [var service, var factory, _, ..]
        || !FactoryServices.Contains(service) || _factories.Contains(Path.Combine(data, service, factory));

    // Small files are replaced as a whole by those who write them; a longer one is read up to where it ends now.
    private void TakeFile(string file)
    {
        if (!_done.Add(file))
            return;
        try
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (source.Length > MostInMemory)
            {
                var copy = Staged(file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                using (var target = File.Create(copy))
                    source.CopyTo(target);
                AddStaged(copy, ModeOf(file));
                return;
            }

            var content = new byte[source.Length];
            Add(file, content[..source.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed since it was listed.
        }
    }

    private LogCopy CopyOf(string folder)
    {
        var copy = new LogCopy(folder, Staged(folder));
        _opened.Add(copy);
        return copy;
    }

    private void AddLog(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Staged(folder)).Order(StringComparer.Ordinal))
        {
            _done.Add(Path.Combine(folder, Path.GetFileName(file)));
            AddStaged(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // Segments that came since, and positions: of this log all is taken.
        _done.UnionWith(Directory.EnumerateFiles(folder));
    }

    private void Add(string file, byte[] content) => _files.Add(new CutFile(Relative(file), ModeOf(file), () => new MemoryStream(content)));

    private void AddStaged(string file, UnixFileMode mode) =>
        _files.Add(new CutFile(Path.GetRelativePath(stage, file).Replace('\\', '/'), mode, () => File.OpenRead(file)));

    private string Staged(string path) => Path.Combine(stage, Path.GetRelativePath(data, path));

    private string Relative(string file) => Path.GetRelativePath(data, file).Replace('\\', '/');

    private static UnixFileMode ModeOf(string file)
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return OperatingSystem.IsWindows() ? own : File.GetUnixFileMode(file);
        }
        catch (FileNotFoundException)
        {
            return own;
        }
    }
}
