using System.Security.Cryptography;
using System.Text;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Writing;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>
/// Makes, checks and writes factory.yaml files. A file with any fault is not written; one that is written takes the place of the
/// one before as a whole, which is kept beside it. The collector takes it when it next looks at the folder.
/// </summary>
internal sealed class ConfigurationFiles(
    EdgeOptions edge, CollectorOptions options, BrowseSessions sessions, ILogger<ConfigurationFiles> logger) : IDisposable
{
    /// <summary>Behind the name of the file that another one took the place of.</summary>
    public const string Previous = ".previous";

    private readonly SemaphoreSlim _writing = new(1, 1);

    public async Task<DraftAnswer> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        var factory = FactoryOf(request.Factory);
        var target = sessions.TargetOf(request.Session)
            ?? throw new ConnectingException(StatusCodes.Status404NotFound, ConnectingSentences.SessionEnded.Of());
        if (target.Factory != factory)
            throw ConnectingException.BadRequest(ConnectingSentences.SessionOfOther.Of(target.Factory, factory));
        var signals = request.Signals ?? [];
        if (signals.Count == 0)
            throw ConnectingException.BadRequest(ConnectingSentences.NothingChosen.Of());
        var draft = new FactoryDraft
        {
            Factory = factory,
            Enterprise = request.Enterprise ?? "",
            Sector = request.Sector ?? "",
            AssetType = request.AssetType is { Length: > 0 } type ? type : "machine",
            Connection = new ConnectionDraft(target.Url)
            {
                Policy = target.Policy, Mode = target.Mode, User = target.User, Publishing = FormattableString.Invariant($"{request.PublishingMs}ms"),
            },
            Signals = [.. signals.Select(SignalTable.ToFound)],
            Heading = ["Every key is described in docs/factory.schema.json."],
        };
        var before = await ReadAsync(factory, cancellationToken);
        var added = before is null
            ? new AdditionResult(FactoryText.Write(draft), draft.Connection.Id, signals.Count, 0, [])
            : FactoryAddition.AddTo(before, FolderOf(factory), draft);
        return new DraftAnswer(
            added.Yaml, DigestOf(before), added.Connection, added.Added, added.Already, target.PasswordFile,
            added.Yaml is null ? FaultAnswer.Of(added.Faults) : FaultAnswer.Of(ReadOf(factory, added.Yaml, target).Faults));
    }

    public CheckAnswer Check(CheckRequest request) =>
        new(FaultAnswer.Of(ReadOf(FactoryOf(request.Factory), request.Yaml ?? "", sessions.TargetOf(request.Session)).Faults));

    /// <returns>The faults, where nothing was written because of them; else what was.</returns>
    public async Task<(CheckAnswer? Refused, WrittenAnswer? Written)> WriteAsync(string factory, WriteRequest request, CancellationToken cancellationToken)
    {
        _ = FactoryOf(factory);
        var target = sessions.TargetOf(request.Session) is { } found && found.Factory == factory ? found : null;
        var yaml = request.Yaml ?? "";
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var read = ReadOf(factory, yaml, target);
            if (read.Configuration is not { } configuration)
                return (new CheckAnswer(FaultAnswer.Of(read.Faults)), null);
            var before = await ReadAsync(factory, cancellationToken);
            if (DigestOf(before) != (request.BasedOn ?? ""))
            {
                throw new ConnectingException(
                    StatusCodes.Status409Conflict, ConnectingSentences.FileChanged.Of(factory));
            }

            WriteSecret(factory, configuration, target);
            var path = PathOf(factory);
            Directory.CreateDirectory(FolderOf(factory));
            if (before is not null)
                DurableFile.Write(path + Previous, Encoding.UTF8.GetBytes(before));
            DurableFile.Write(path, Encoding.UTF8.GetBytes(yaml));
            Log.ConfigurationWritten(logger, path, configuration.Connections.Count, configuration.Assets.Sum(asset => asset.Signals.Count));
            return (null, new WrittenAnswer(path, before is null ? null : path + Previous, options.ReloadInterval.TotalMilliseconds));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or LogStorageException)
        {
            throw new ConnectingException(StatusCodes.Status503ServiceUnavailable, ConnectingSentences.FileNotWritten.Of(factory, fault.Message), fault);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    /// <exception cref="ConnectingException">It may not name a factory: it becomes the name of a folder.</exception>
    public static string FactoryOf(string? factory) => FactoryFileReader.IsIdentifier(factory)
        ? factory!
        : throw ConnectingException.BadRequest(ConnectingSentences.BadFactory.Of(factory));

    private string FolderOf(string factory) => Path.GetFullPath(Path.Combine(edge.FactoriesFolder, factory));

    private string PathOf(string factory) => Path.Combine(FolderOf(factory), FactoryFileReader.FileName);

    private string? SecretOf(string factory, SessionTarget? target) =>
        target?.PasswordFile is { } file ? Path.Combine(FolderOf(factory), file.Replace('/', Path.DirectorySeparatorChar)) : null;

    // What the password is written to counts as there already.
    private ConfigurationResult ReadOf(string factory, string yaml, SessionTarget? target) =>
        FactoryFileReader.Read(yaml, FolderOf(factory), filesToCome: SecretOf(factory, target) is { } secret ? [secret] : null);

    private void WriteSecret(string factory, FactoryConfiguration configuration, SessionTarget? target)
    {
        if (SecretOf(factory, target) is not { } secret
            || !configuration.Connections.Any(connection => connection.User is PasswordUser user && user.PasswordFile == secret))
            return;
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(secret)!);
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var unfinished = secret + ".new";
        File.Delete(unfinished);
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, settings))
        {
            file.Write(Encoding.UTF8.GetBytes(target!.Password ?? ""));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, secret, overwrite: true);
    }

    private async Task<string?> ReadAsync(string factory, CancellationToken cancellationToken) =>
        File.Exists(PathOf(factory)) ? await File.ReadAllTextAsync(PathOf(factory), cancellationToken) : null;

    private static string DigestOf(string? text) => text is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
