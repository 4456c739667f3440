using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Inference.Protocol;
using Jinan.IndustryBrain.Inference.Worker.Engines;

namespace Jinan.IndustryBrain.Inference.Worker;

/// <summary>Answers requests, one at a time, until the input ends.</summary>
internal sealed class WorkerLoop(Stream input, Stream output)
{
    // Inference sends one request and waits for its answer; a second place is for one that it gave up on.
    private readonly Channel<WorkerMessage> _requests = Channel.CreateBounded<WorkerMessage>(2);
    private ILoadedModel[] _models = [];

    /// <param name="ended">Called as soon as the input has ended, even while a model is still computing.</param>
    public async Task RunAsync(Action ended)
    {
        var reading = Task.Run(() => ReadAsync(ended));
        await foreach (var request in _requests.Reader.ReadAllAsync().ConfigureAwait(false))
            await MessageStream.WriteAsync(output, Answer(request), CancellationToken.None).ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        foreach (var model in _models)
            model.Dispose();
    }

    private async Task ReadAsync(Action ended)
    {
        try
        {
            while (await MessageStream.ReadAsync(input, CancellationToken.None).ConfigureAwait(false) is { } request)
                await _requests.Writer.WriteAsync(request).ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            // Inference died in the middle of a message: the same end.
        }
        finally
        {
            _requests.Writer.Complete();
            ended();
        }
    }

    private WorkerMessage Answer(WorkerMessage request)
    {
        try
        {
            return request.Kind switch
            {
                MessageKind.Load => new WorkerMessage(request.Request, MessageKind.Loaded, Load(request.Payload)),
                MessageKind.Predict => new WorkerMessage(request.Request, MessageKind.Answers, Predict(request.Payload.Span)),
                _ => throw new InvalidDataException($"A worker does not answer messages of kind {request.Kind}."),
            };
        }
#pragma warning disable CA1031 // Whatever a model throws is told to Inference, which decides; this process goes on.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return new WorkerMessage(request.Request, MessageKind.Failed, Encoding.UTF8.GetBytes($"{e.GetType().Name}: {e.Message}"));
        }
    }

    private byte[] Load(ReadOnlyMemory<byte> payload)
    {
        var models = LoadRequest.Read(payload).Models;
        var loaded = new List<ILoadedModel>();
        foreach (var model in models)
        {
            try
            {
                loaded.Add(model.Engine == ModelEngine.MlNet ? new MlNetModel(model) : new OnnxModel(model));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidDataException($"Model '{model.Id}' cannot be loaded. {e.Message}", e);
            }
        }

        _models = [.. loaded];
        return Encoding.UTF8.GetBytes(string.Join(", ", loaded.Select(m => m.RunsOn).Distinct()));
    }

    private byte[] Predict(ReadOnlySpan<byte> payload)
    {
        var batch = PredictRequest.Read(payload);
        if (batch.Model < 0 || batch.Model >= _models.Length)
            throw new InvalidDataException($"There is no model {batch.Model}; {_models.Length} are loaded.");
        return MemoryMarshal.AsBytes(_models[batch.Model].Predict(batch.Values, batch.Values.Length / batch.Columns).AsSpan()).ToArray();
    }
}
