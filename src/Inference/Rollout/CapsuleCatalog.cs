using System.Collections.Concurrent;
using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Inference.Protocol;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>
/// The capsules in service, kept equal to the capsules folder: a new version is verified, started and asked its golden vectors
/// before anything changes, and one that fails leaves the old one where it is. The old version's worker ends after its last window.
/// </summary>
internal sealed class CapsuleCatalog(
    CapsuleFolder folder, Func<string, LoadRequest, WorkerHost> startWorker, ICapsuleUsers users, long workerMemory, ILogger<CapsuleCatalog> logger)
    : IModelsInService, IAsyncDisposable
{
    private static readonly IComparer<(string File, VerifiedCapsule Capsule)> ByVersion =
        Comparer<(string File, VerifiedCapsule Capsule)>.Create((left, right) =>
        {
            var order = SemanticVersion.Parse(left.Capsule.Declaration.Version)
                .CompareTo(SemanticVersion.Parse(right.Capsule.Declaration.Version));
            return order != 0 ? order : string.CompareOrdinal(right.File, left.File);
        });

    // Capsules are installed side by side, each under its own key.
    private readonly ConcurrentDictionary<string, CapsuleVersion> _current = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _servedBy = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failed = new(StringComparer.Ordinal);
    private readonly List<CapsuleVersion> _retired = [];

    /// <summary>Models in service; another list after each change.</summary>
    public IReadOnlyList<ModelInService> Models { get; private set; } = [];

    /// <summary>Every file in the folder, and what became of it.</summary>
    public IReadOnlyList<CapsuleStatus> Files { get; private set; } = [];

    /// <summary>Versions with a worker: those in service, and those whose last windows are not over.</summary>
    public IReadOnlyList<(CapsuleVersion Version, bool IsCurrent)> Running { get; private set; } = [];

    /// <summary>One look at the folder, and what follows from it.</summary>
    public async Task LookAsync(bool settled, CancellationToken cancellation)
    {
        if (folder.Look(settled) is { } files)
            await ApplyAsync(files, cancellation).ConfigureAwait(false);
        foreach (var retired in _retired.Where(r => !users.Use(Models, r.Capsule.Digest)).ToList())
        {
            _retired.Remove(retired);
            await retired.DisposeAsync().ConfigureAwait(false);
            Log.CapsuleEnded(logger, retired.Id, retired.Version);
            ShowRunning();
        }

        foreach (var (version, _) in Running)
            version.Worker.LimitMemory(workerMemory);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var version in _current.Values.Concat(_retired))
            await version.DisposeAsync().ConfigureAwait(false);
        _current.Clear();
        _retired.Clear();
    }

    private async Task ApplyAsync(IReadOnlyList<CapsuleFile> files, CancellationToken cancellation)
    {
        var statuses = new List<CapsuleStatus>();
        foreach (var file in files)
        {
            if (file.Verdict is not CapsuleVerdict.Refused refused)
                continue;
            if (!Files.Any(f => f.File == file.Name && f.Message == refused.Message))
                Log.CapsuleRefused(logger, file.Name, refused.Reason, refused.Message);
            statuses.Add(CapsuleStatus.Of(file.Name, refused));
        }

        // Side by side: starting a worker and loading its models takes a second or more.
        var chosen = await Task.WhenAll(files.Where(f => f.Verdict is CapsuleVerdict.Accepted)
            .Select(f => (f.Name, ((CapsuleVerdict.Accepted)f.Verdict).Capsule)).GroupBy(f => f.Capsule.Declaration.Id)
            .Select(candidates => ChooseAsync([.. candidates.OrderDescending(ByVersion)], cancellation))).ConfigureAwait(false);
        statuses.AddRange(chosen.SelectMany(c => c));
        foreach (var id in _current.Keys.Where(id => !IsStillThere(id, files)).ToList())
        {
            Log.CapsuleRemoved(logger, id, _current[id].Version);
            Retire(id);
        }

        Files = [.. statuses.OrderBy(s => s.File, StringComparer.Ordinal)];
        Publish();
    }

    /// <summary>Takes the newest version that runs; those below it are not asked.</summary>
    private async Task<List<CapsuleStatus>> ChooseAsync(
        List<(string File, VerifiedCapsule Capsule)> newestFirst, CancellationToken cancellation)
    {
        var statuses = new List<CapsuleStatus>();
        string? serving = null;
        foreach (var (file, capsule) in newestFirst)
        {
            if (serving is not null)
            {
                statuses.Add(CapsuleStatus.Of(file, capsule, CapsuleStatus.Superseded, $"'{serving}' holds a version that goes before it"));
                continue;
            }

            var status = await InstallAsync(file, capsule, cancellation).ConfigureAwait(false);
            statuses.Add(status);
            if (status.State == CapsuleStatus.InService)
                _servedBy[capsule.Declaration.Id] = serving = file;
        }

        return statuses;
    }

    // A capsule is taken out of service by removing its file. A file that was spoilt in place does not take it out.
    private bool IsStillThere(string id, IReadOnlyList<CapsuleFile> files) => files.Any(f => f.Verdict switch
    {
        CapsuleVerdict.Accepted accepted => accepted.Capsule.Declaration.Id == id,
        _ => f.Name == _servedBy[id],
    });

    private async Task<CapsuleStatus> InstallAsync(string file, VerifiedCapsule capsule, CancellationToken cancellation)
    {
        var id = capsule.Declaration.Id;
        _current.TryGetValue(id, out var running);
        if (running?.Capsule.Digest == capsule.Digest)
            return CapsuleStatus.Of(file, capsule, CapsuleStatus.InService, null);
        if (running?.Version == capsule.Declaration.Version)
            return Refuse(file, capsule, $"Version {running.Version} is in service with other content. Give the new content a new version.");
        if (_failed.TryGetValue(capsule.Digest, out var failure))
            return CapsuleStatus.Of(file, capsule, CapsuleStatus.RefusedState, failure) with { Reason = nameof(RefusalReason.DoesNotRun) };

        var version = new CapsuleVersion(capsule, startWorker);
        if (await GoldenCheck.FindFaultAsync(version, cancellation).ConfigureAwait(false) is { } fault)
        {
            await version.DisposeAsync().ConfigureAwait(false);
            _failed[capsule.Digest] = fault;
            return Refuse(file, capsule, fault);
        }

        if (running is not null)
            Retire(id);
        _current[id] = version;
        Log.CapsuleInService(logger, id, version.Version, capsule.Declaration.Publisher, running?.Version ?? "none");
        return CapsuleStatus.Of(file, capsule, CapsuleStatus.InService, null);
    }

    private CapsuleStatus Refuse(string file, VerifiedCapsule capsule, string why)
    {
        Log.CapsuleRefused(logger, file, RefusalReason.DoesNotRun, why);
        return CapsuleStatus.Of(file, capsule, CapsuleStatus.RefusedState, why) with { Reason = nameof(RefusalReason.DoesNotRun) };
    }

    private void Retire(string id)
    {
        if (!_current.TryRemove(id, out var old))
            return;
        lock (_retired)
            _retired.Add(old);
    }

    private void Publish()
    {
        var models = _current.Values.OrderBy(c => c.Id, StringComparer.Ordinal).SelectMany(c => c.Models).ToList();
        if (!models.SequenceEqual(Models))
            Models = models;
        ShowRunning();
    }

    private void ShowRunning() =>
        Running = [.. _current.Values.OrderBy(v => v.Id, StringComparer.Ordinal).Select(v => (v, true)), .. _retired.Select(v => (v, false))];
}

/// <summary>Those who compute windows with the models in service.</summary>
internal interface ICapsuleUsers
{
    /// <summary>Whether somebody still has windows of a capsule, or has not yet heard of <paramref name="models"/>.</summary>
    bool Use(IReadOnlyList<ModelInService> models, string digest);
}
