using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Cuts a list of operations into requests that the server can take.</summary>
static class Batches
{
    /// <summary>Runs all operations, in order, and gives their results in the same order.</summary>
    /// <exception cref="OpcUaException">The server refused a request for another reason than its size, or answered with too few results.</exception>
    public static async Task<TResult[]> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, BatchSizer sizer, Func<TItem[], Task<TResult[]>> request)
    {
        var results = new List<TResult>(items.Count);
        while (results.Count < items.Count)
        {
            var batch = new TItem[Math.Min(sizer.Size, items.Count - results.Count)];
            for (var i = 0; i < batch.Length; i++) batch[i] = items[results.Count + i];
            TResult[] answer;
            try
            {
                answer = await request(batch).ConfigureAwait(false);
            }
            catch (OpcUaException exception) when (sizer.ShrinkAfter(exception.StatusCode, batch.Length))
            {
                continue;
            }

            if (answer.Length != batch.Length)
                throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{answer.Length} results came for {batch.Length} operations.");
            results.AddRange(answer);
        }

        return [.. results];
    }
}
