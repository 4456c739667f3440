using System.Threading.Channels;
using Jinan.IndustryBrain.Inference.Protocol;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>
/// The worker of one capsule version: keeps a process running, puts rows of many assets into one batch, and asks again when a
/// process is lost over a batch. Rows that cost several processes are asked alone, so that they fail alone.
/// </summary>
internal sealed class WorkerHost : IPredictor, IAsyncDisposable
{
    private const int TriesTogether = 2;
    private const int TriesAlone = 3;
    private const int FailedStartsTold = 5;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);

    private readonly string _name;
    private readonly LoadRequest _models;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Metrics _metrics;
    private readonly Channel<Question> _questions = Channel.CreateBounded<Question>(1024);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private WorkerProcess? _process;
    private int _losses;
    private long _startedAt;

    /// <param name="name">Capsule and version, for logs.</param>
    public WorkerHost(string name, LoadRequest models, WorkerOptions options, TimeProvider time, ILogger logger, Metrics metrics)
    {
        _name = name;
        _models = models;
        _options = options;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Replaced as a whole, by the loop alone.</summary>
    public WorkerFigures Figures { get; private set; } = new();

    /// <summary>Bytes, as of the last look.</summary>
    public long WorkingSet { get; private set; }

    public async Task<float[]> PredictAsync(int model, int columns, ReadOnlyMemory<float> features, CancellationToken cancellation)
    {
        var question = new Question(model, columns, features);
        try
        {
            await _questions.Writer.WriteAsync(question, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ModelFailedException($"The worker of {_name} was taken out of service.");
        }

        return await question.Answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends a process that has grown beyond what it may take; another one is started in its place.</summary>
    public void LimitMemory(long bytes)
    {
        var process = _process;
        WorkingSet = process?.WorkingSet() ?? 0;
        if (process is not null && WorkingSet > bytes)
        {
            Log.WorkerTooLarge(_logger, _name, process.Id, WorkingSet >> 20, bytes >> 20);
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _questions.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        if (await Task.WhenAny(_loop, Task.Delay(StopGrace, _time)).ConfigureAwait(false) != _loop)
            _process?.Kill();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DropAsync().ConfigureAwait(false);
        while (_questions.Reader.TryRead(out var question))
            question.Answer.TrySetException(new ModelFailedException($"The worker of {_name} was taken out of service."));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Question>();
        while (await WaitForQuestionsAsync().ConfigureAwait(false))
        {
            await Task.Delay(_options.Gather, _time, _stop.Token).ConfigureAwait(false);
            batch.Clear();
            var rows = 0;
            while (_questions.Reader.TryPeek(out var next) && (rows == 0 || rows + next.Rows <= _options.Rows)
                && _questions.Reader.TryRead(out var question))
            {
                batch.Add(question);
                rows += question.Rows;
            }

            foreach (var sameModel in batch.GroupBy(q => (q.Model, q.Columns)))
                await AnswerAsync([.. sameModel], TriesTogether).ConfigureAwait(false);
        }
    }

    /// <summary>Also sees to it that a process that ended is replaced before it is needed.</summary>
    private async Task<bool> WaitForQuestionsAsync()
    {
        var waiting = _questions.Reader.WaitToReadAsync(_stop.Token).AsTask();
        while (_process is { } process && await Task.WhenAny(waiting, process.Exited).ConfigureAwait(false) == process.Exited
            && !_stop.IsCancellationRequested)
        {
            await LoseAsync($"Worker process {process.Id} ended.").ConfigureAwait(false);
            try
            {
                await StartAsync().ConfigureAwait(false);
            }
            catch (ModelFailedException)
            {
                // Told when somebody asks.
            }
        }

        return await waiting.ConfigureAwait(false);
    }

    private async Task AnswerAsync(List<Question> questions, int tries)
    {
        var why = "";
        for (var attempt = 0; attempt < tries; attempt++)
        {
            try
            {
                await StartAsync().ConfigureAwait(false);
                await AskAsync(questions).ConfigureAwait(false);
                return;
            }
            catch (WorkerLostException e)
            {
                why = e.Message;
                await LoseAsync(why).ConfigureAwait(false);
            }
            catch (ModelFailedException e)
            {
                why = e.Message;
                break;
            }
        }

        if (questions.Count > 1)
        {
            foreach (var question in questions)
                await AnswerAsync([question], TriesAlone).ConfigureAwait(false);
            return;
        }

        _metrics.WindowFailed(_name);
        questions[0].Answer.TrySetException(new ModelFailedException(why));
    }

    private async Task AskAsync(List<Question> questions)
    {
        var first = questions[0];
        var features = first.Features;
        if (questions.Count > 1)
        {
            var all = new float[questions.Sum(q => q.Features.Length)];
            var at = 0;
            foreach (var question in questions)
            {
                question.Features.CopyTo(all.AsMemory(at));
                at += question.Features.Length;
            }

            features = all;
        }

        var started = _time.GetTimestamp();
        var answers = await _process!.PredictAsync(first.Model, first.Columns, features, _options.Answer).ConfigureAwait(false);
        _metrics.BatchAnswered(_name, answers.Length, _time.GetElapsedTime(started));
        Figures = Figures with { Batches = Figures.Batches + 1, Rows = Figures.Rows + answers.Length };
        var done = 0;
        foreach (var question in questions)
        {
            question.Answer.TrySetResult(answers[done..(done + question.Rows)]);
            done += question.Rows;
        }
    }

    private async Task StartAsync()
    {
        for (var failed = 0; _process is null; failed++)
        {
            if (!await TryStartAsync().ConfigureAwait(false) && failed + 1 >= FailedStartsTold)
                throw new ModelFailedException($"The worker of {_name} does not start: {Figures.LastFault}");
        }
    }

    // One lost process is replaced at once; one that is lost again and again, with growing pauses.
    private async Task<bool> TryStartAsync()
    {
        var pause = _losses <= 1 ? TimeSpan.Zero : FirstBackoff * Math.Pow(2, Math.Min(_losses - 2, 10));
        await Task.Delay(pause < _options.MostBackoff ? pause : _options.MostBackoff, _time, _stop.Token).ConfigureAwait(false);
        WorkerProcess? process = null;
        try
        {
            process = WorkerProcess.Start(_options.Launch, _time, line => Log.WorkerSaid(_logger, _name, line));
            var runsOn = await process.LoadAsync(_models, _options.Start).ConfigureAwait(false);
            _startedAt = _time.GetTimestamp();
            _process = process;
            Figures = Figures with { ProcessId = process.Id, RunsOn = runsOn, Starts = Figures.Starts + 1 };
            Log.WorkerStarted(_logger, _name, process.Id, runsOn);
            return true;
        }
        catch (Exception e) when (e is WorkerLostException or ModelFailedException)
        {
            process?.Kill();
            if (process is not null)
                await process.DisposeAsync().ConfigureAwait(false);
            await LoseAsync(e.Message).ConfigureAwait(false);

            // A model that cannot be loaded cannot be loaded by another process either.
            if (e is ModelFailedException)
                throw;
            return false;
        }
    }

    private async Task LoseAsync(string why)
    {
        _losses = _process is not null && _time.GetElapsedTime(_startedAt) > Healthy ? 1 : _losses + 1;
        Figures = Figures with { LastFault = why, Losses = Figures.Losses + 1, ProcessId = null };
        Log.WorkerLost(_logger, _name, why);
        _metrics.WorkerLost(_name);
        _process?.Kill();
        await DropAsync().ConfigureAwait(false);
    }

    private async Task DropAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
            await process.DisposeAsync().ConfigureAwait(false);
    }

    private sealed record Question(int Model, int Columns, ReadOnlyMemory<float> Features)
    {
        public int Rows => Features.Length / Columns;

        public TaskCompletionSource<float[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What a worker has done, for people.</summary>
internal sealed record WorkerFigures
{
    public int? ProcessId { get; init; }
    public string RunsOn { get; init; } = "";
    public int Starts { get; init; }
    public int Losses { get; init; }
    public string? LastFault { get; init; }
    public long Batches { get; init; }
    public long Rows { get; init; }
}
