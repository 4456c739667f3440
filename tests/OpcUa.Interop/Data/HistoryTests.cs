using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Data;

/// <summary>Raw history in pages through continuation points.</summary>
public sealed class HistoryTests(RichServer rich, OurRichServer our)
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task OurClient_ReadsNodesHistory_ForwardAndBackwardInPages()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        await rich.Node.CommandAsync(new
        {
            command = "record", values = Enumerable.Range(0, 250), times = Enumerable.Range(0, 250).Select(i => Start.AddSeconds(i).ToString("O", CultureInfo.InvariantCulture)),
        });
        NodeId[] nodes = [connection.Plant("Recorded"), connection.Plant("Double")];

        var (forward, pages) = await ReadAsync(Start, Start.AddSeconds(249.5));
        var (backward, _) = await ReadAsync(Start.AddSeconds(100), Start.AddSeconds(90.5));

        Assert.Equal(Enumerable.Range(0, 250), forward.Select(value => (int)(double)value.Value.ToObject()!));
        Assert.Equal(Enumerable.Range(0, 250).Select(i => Start.AddSeconds(i)), forward.Select(value => value.SourceTimestamp));
        Assert.True(pages >= 3, $"{pages} pages");
        Assert.Equal(Enumerable.Range(91, 10).Reverse(), backward.Select(value => (int)(double)value.Value.ToObject()!));

        // A variable without history among those with one.
        async Task<(List<DataValue> Values, int Pages)> ReadAsync(DateTime from, DateTime to)
        {
            var (values, count) = (new List<DataValue>(), 0);
            await foreach (var page in connection.HistoryReadRawAsync(nodes, from, to, maxValuesPerNode: 100))
            {
                if (page.Node == 1)
                {
                    Assert.True(page.Status.IsBad, $"{page.Status}");
                    continue;
                }

                Assert.False(page.Status.IsBad, page.Status.ToString());
                values.AddRange(page.Values);
                count++;
            }

            return (values, count);
        }
    }

    [Fact]
    public async Task NodesClient_ReadsOurHistory_InPages()
    {
        await our.StartedAsync();
        for (var i = 0; i < 250; i++)
            our.Recorded.SetValue((double)i, Start.AddSeconds(i));

        var answer = await our.Client.CommandAsync(new
        {
            command = "history", node = "ns=2;s=Recorded", from = Start, to = Start.AddSeconds(249.5), limit = 100,
        });

        Assert.False(new StatusCode(answer.GetProperty("status").GetUInt32()).IsBad, answer.GetProperty("status").ToString());
        Assert.Equal(3, answer.GetProperty("responses").GetInt32());
        Assert.Equal(Enumerable.Range(0, 250), answer.GetProperty("values").EnumerateArray().Select(value => (int)value.GetProperty("value").GetDouble()));
    }
}
