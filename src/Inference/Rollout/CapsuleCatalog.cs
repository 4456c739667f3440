using System.Collections.Concurrent;
using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Inference.Protocol;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>
/// The capsules in service, kept equal to the capsules folder: a new version is verified, started and asked its golden vectors
/// before anything changes, and one that fails leaves the old one where it is. The old version's worker ends after its last window.
/// A version that people pinned goes before all others, also when its file was replaced by a newer one.
/// </summary>
internal sealed class CapsuleCatalog(
    CapsuleFolder folder, RolloutMemory memory, Func<string, LoadRequest, WorkerHost> startWorker, ICapsuleUsers users, long workerMemory,
    ILogger<CapsuleCatalog> logger)
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
    private readonly Dictionary<string, HashSet<string>> _filesOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failed = new(StringComparer.Ordinal);
    private readonly List<CapsuleVersion> _retired = [];
    private IReadOnlyList<CapsuleFile> _files = [];

    /// <summary>Models in service; another list after each change.</summary>
    public IReadOnlyList<ModelInService> Models { get; private set; } = [];

    /// <summary>Every file in the folder, and what became of it.</summary>
    public IReadOnlyList<CapsuleStatus> Files { get; private set; } = [];

    /// <summary>Versions with a worker: those in service, and those whose last windows are not over.</summary>
    public IReadOnlyList<(CapsuleVersion Version, bool IsCurrent)> Running { get; private set; } = [];

    /// <summary>One look at the folder, and what follows from it.</summary>
    public async Task LookAsync(bool settled, CancellationToken cancellation)
    {
        var files = folder.Look(settled);
        _files = files ?? _files;
        if (files is not null || memory.TakeChanged())
            await ApplyAsync(_files, cancellation).ConfigureAwait(false);
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
        var byId = files.Where(f => f.Verdict is CapsuleVerdict.Accepted)
            .Select(f => (File: f.Name, ((CapsuleVerdict.Accepted)f.Verdict).Capsule)).ToLookup(f => f.Capsule.Declaration.Id);
        var chosen = await Task.WhenAll(byId.Select(candidates => ChooseAsync(InOrder(candidates.Key, candidates), cancellation))).ConfigureAwait(false);
        statuses.AddRange(chosen.SelectMany(c => c));
        foreach (var candidates in byId)
            _filesOf[candidates.Key] = [.. candidates.Select(c => c.File)];
        foreach (var id in _current.Keys.Where(id => !IsStillThere(id, files)).ToList())
        {
            Log.CapsuleRemoved(logger, id, _current[id].Version);
            Retire(id);
        }

        Files = [.. statuses.OrderBy(s => s.File, StringComparer.Ordinal)];
        Publish();
    }

    /// <summary>The pinned version first, also where only the kept copy of its file is left; then the newest.</summary>
    private List<(string File, VerifiedCapsule Capsule)> InOrder(string id, IEnumerable<(string File, VerifiedCapsule Capsule)> candidates)
    {
        var newestFirst = candidates.OrderDescending(ByVersion).ToList();
        if (memory.Of(id).Pinned is not { } pinned)
            return newestFirst;
        var at = newestFirst.FindIndex(c => c.Capsule.Declaration.Version == pinned);
        if (at >= 0)
            return [newestFirst[at], .. newestFirst.Where((_, i) => i != at)];
        if (memory.Load(id, pinned, folder.Trust) is { } kept)
            return [($"{id}@{pinned}.capsule", kept), .. newestFirst];
        Log.PinNotThere(logger, id, pinned);
        return newestFirst;
    }

    /// <summary>Takes the first version that runs; those behind it are not asked.</summary>
    private async Task<List<CapsuleStatus>> ChooseAsync(
        List<(string File, VerifiedCapsule Capsule)> inOrder, CancellationToken cancellation)
    {
        var statuses = new List<CapsuleStatus>();
        string? serving = null;
        foreach (var (file, capsule) in inOrder)
        {
            if (serving is not null)
            {
                statuses.Add(CapsuleStatus.Of(file, capsule, CapsuleStatus.Superseded, null).With(
                    memory.Of(capsule.Declaration.Id).Pinned is { } pinned ? InferenceSentences.OtherIsPinned.Of(pinned) : InferenceSentences.OtherGoesBefore.Of(serving)));
                continue;
            }

            var status = await InstallAsync(file, capsule, cancellation).ConfigureAwait(false);
            if (status is { State: CapsuleStatus.InService, Message: null } && folder.PathOf(file) is null)
                status = status.With(InferenceSentences.KeptCopy.Of());
            statuses.Add(status);
            if (status.State == CapsuleStatus.InService)
            {
                serving = file;
                Remember(capsule, file);
            }
        }

        return statuses;
    }

    private void Remember(VerifiedCapsule capsule, string file)
    {
        var (id, version) = (capsule.Declaration.Id, capsule.Declaration.Version);
        try
        {
            memory.Served(id, version, folder.PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It serves all the same; it only cannot be rolled back to once its file is replaced.
            Log.CapsuleNotKept(logger, id, version, e.Message);
        }
    }

    /// <summary>The version that a roll-back would bring back; null where there is none.</summary>
    public string? PreviousOf(string id)
    {
        if (!_current.TryGetValue(id, out var running))
            return null;
        var there = _files.Select(f => f.Verdict).OfType<CapsuleVerdict.Accepted>().Select(a => a.Capsule.Declaration)
            .Where(d => d.Id == id && d.Version != running.Version).Select(d => d.Version).ToList();
        if (memory.Of(id).Previous is { } previous && previous != running.Version && (there.Contains(previous) || memory.IsKept(id, previous)))
            return previous;
        var now = SemanticVersion.Parse(running.Version);
        return there.Where(v => SemanticVersion.Parse(v).CompareTo(now) < 0).OrderDescending(Comparer<string>.Create(
            (left, right) => SemanticVersion.Parse(left).CompareTo(SemanticVersion.Parse(right)))).FirstOrDefault();
    }

    /// <summary>Back to the version before, and no further on until somebody takes the pin away; within the next look.</summary>
    public RollbackOutcome RollBack(string id, string by)
    {
        if (!_current.ContainsKey(id))
            return RollbackOutcome.NoSuchCapsule;
        if (memory.Of(id).Pinned is not null)
            return RollbackOutcome.AlreadyPinned;
        if (PreviousOf(id) is not { } previous)
            return RollbackOutcome.NoPrevious;
        memory.Pin(id, previous);
        Log.CapsulePinned(logger, id, previous, by);
        return RollbackOutcome.Done;
    }

    /// <summary>The newest version serves again.</summary>
    public RollbackOutcome Unpin(string id, string by)
    {
        if (!_current.ContainsKey(id))
            return RollbackOutcome.NoSuchCapsule;
        if (memory.Of(id).Pinned is not { } pinned)
            return RollbackOutcome.NotPinned;
        memory.Pin(id, null);
        Log.CapsuleUnpinned(logger, id, pinned, by);
        return RollbackOutcome.Done;
    }

    public string? PinnedOf(string id) => memory.Of(id).Pinned;

    // A capsule is taken out of service by removing its file. A file that was spoilt in place does not take it out.
    private bool IsStillThere(string id, IReadOnlyList<CapsuleFile> files) => files.Any(f => f.Verdict switch
    {
        CapsuleVerdict.Accepted accepted => accepted.Capsule.Declaration.Id == id,
        _ => _filesOf.TryGetValue(id, out var names) && names.Contains(f.Name),
    });

    private async Task<CapsuleStatus> InstallAsync(string file, VerifiedCapsule capsule, CancellationToken cancellation)
    {
        var id = capsule.Declaration.Id;
        _current.TryGetValue(id, out var running);
        if (running?.Capsule.Digest == capsule.Digest)
            return CapsuleStatus.Of(file, capsule, CapsuleStatus.InService, null);
        if (running?.Version == capsule.Declaration.Version)
            return Refuse(file, capsule, $"Version {running.Version} is in service with other content. Give the new content a new version.");
        if (BringBack(capsule.Digest) is { } retired)
        {
            // It still has windows, and the worker for them.
            Retire(id);
            _current[id] = retired;
            Log.CapsuleInService(logger, id, retired.Version, capsule.Declaration.Publisher, running?.Version ?? "none");
            return CapsuleStatus.Of(file, capsule, CapsuleStatus.InService, null);
        }

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

    private CapsuleVersion? BringBack(string digest)
    {
        lock (_retired)
        {
            var retired = _retired.FirstOrDefault(r => r.Capsule.Digest == digest);
            if (retired is not null)
                _retired.Remove(retired);
            return retired;
        }
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

/// <summary>What came of a roll-back.</summary>
internal enum RollbackOutcome
{
    Done,
    NoSuchCapsule,
    AlreadyPinned,
    NotPinned,

    /// <summary>No other version is in the folder, and none was kept.</summary>
    NoPrevious,
}

/// <summary>Those who compute windows with the models in service.</summary>
internal interface ICapsuleUsers
{
    /// <summary>Whether somebody still has windows of a capsule, or has not yet heard of <paramref name="models"/>.</summary>
    bool Use(IReadOnlyList<ModelInService> models, string digest);
}
