using System.Text.Json;
using System.Threading.Channels;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Worker;

/// <summary>Loads a capsule's models, tells whether they give their golden outputs, then answers until its input ends.</summary>
internal static class WorkerLoop
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string folder, Stream input, Stream output)
    {
        List<LoadedModel> models = [];
        try
        {
            var declaration = Load(folder, "capsule.json", CapsuleJson.Default.CapsuleDeclaration);
            foreach (var model in declaration.Models)
                models.Add(LoadedModel.Open(folder, model));
            foreach (var model in models)
                model.CheckGolden(Load(folder, model.Declaration.Golden, CapsuleJson.Default.GoldenVectors));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a model's library throws: the host shows the reason to a person and keeps the version it has.
            await SendAsync(output, WorkerProtocol.Failure(WorkerProtocol.ReadyId, e.Message));
            return 1;
        }

        await SendAsync(output, WorkerProtocol.Answer(WorkerProtocol.ReadyId, []));
        await foreach (var (id, body) in Requests(input).ReadAllAsync())
            await SendAsync(output, AnswerTo(models, id, body));
        foreach (var model in models)
            model.Dispose();
        return 0;
    }

    // Read apart from the answering: when the input ends, so does the process, even if a model never comes back.
    private static ChannelReader<(uint Id, byte[] Body)> Requests(Stream input)
    {
        var requests = Channel.CreateBounded<(uint, byte[])>(1);
        _ = Task.Run(async () =>
        {
            try
            {
                while (await WorkerProtocol.ReadAsync(input, CancellationToken.None) is { } request)
                    await requests.Writer.WriteAsync(request);
            }
            finally
            {
                requests.Writer.Complete();
                await Task.Delay(Grace);
                Environment.Exit(1);
            }
        });
        return requests.Reader;
    }

    private static byte[] AnswerTo(List<LoadedModel> models, uint id, byte[] body)
    {
        try
        {
            var (index, rows, features, values) = WorkerProtocol.ReadRequest(body);
            if (index >= models.Count)
                return WorkerProtocol.Failure(id, $"There is no model {index}; the capsule has {models.Count}.");
            return WorkerProtocol.Answer(id, models[index].Predict(values, rows, features));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return WorkerProtocol.Failure(id, e.Message);
        }
    }

    private static async Task SendAsync(Stream output, byte[] message)
    {
        await output.WriteAsync(message);
        await output.FlushAsync();
    }

    private static T Load<T>(string folder, string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, file)), type)
        ?? throw new InvalidDataException($"{file} is empty.");
}
