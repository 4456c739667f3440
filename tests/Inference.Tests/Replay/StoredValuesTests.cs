using System.Net;
using System.Text;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Replay;

namespace Jinan.IndustryBrain.Inference.Tests.Replay;

/// <summary>What the historian answers, as samples in the order in which they came.</summary>
public sealed class StoredValuesTests
{
    private const long From = 1_790_000_000_000_000_000;

    [Fact]
    public async Task Values_InTheHistoriansForm_AreReadToTheNanosecondAndPutInTheOrderOfFrames()
    {
        var historian = new Historian
        {
            Values = [Line(From + 7, 2, 5, 0, "1.25"), Line(From + 5, 3, 1, 0, "\"NaN\""), Line(From + 6, 2, 5, 1, "\"batch-1\""), Line(From + 8, 2, 4, 0, "null", 0x80000000), Line(From + 9, 3, 1, 1, "\"-Infinity\"")],
            AsOf = { [From - 1] = Line(From - 100, 2, 1, 0, "7") },
        };
        var samples = await AskAsync(historian, new FramePosition(3, 9));
        Assert.Equal(
            [(From - 100, 7.0, null), (From + 8, double.NaN, null), (From + 7, 1.25, null), (From + 6, double.NaN, "batch-1"), (From + 5, double.NaN, "NaN"), (From + 9, double.NegativeInfinity, "-Infinity")],
            samples.Select(s => (s.Time, s.Number, s.Text)));
        Assert.Equal(0x80000000, samples[1].Status);
        Assert.Equal(new FramePosition(2, 5), samples[2].Frame);
    }

    [Fact]
    public async Task Values_OfLaterFrames_AreLeftOut_AlsoWhereOneStandsBeforeTheWindow()
    {
        // History that was filled in after the window was closed.
        var historian = new Historian
        {
            Values = [Line(From + 1, 2, 8, 0, "1"), Line(From + 2, 2, 9, 0, "2")],
            AsOf = { [From - 1] = Line(From - 10, 2, 9, 0, "3"), [From - 11] = Line(From - 20, 2, 2, 0, "4") },
        };
        Assert.Equal([4.0, 1.0], (await AskAsync(historian, new FramePosition(2, 8))).Select(s => s.Number));
    }

    [Fact]
    public async Task Historian_ThatRefuses_IsAFailureOfTheRequest() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(new Historian { Status = HttpStatusCode.ServiceUnavailable }, new FramePosition(1, 1)));

    private static async Task<IReadOnlyList<Inference.Windows.Sample>> AskAsync(Historian historian, FramePosition through)
    {
        using var values = new StoredValues(new HttpClient(historian) { BaseAddress = new Uri("http://historian") });
        return await values.ValuesAsync("auto-01", "m1/torque", From, From + 1000, through, CancellationToken.None);
    }

    private static string Line(long time, long epoch, long sequence, int row, string value, uint status = 0) =>
        $$"""{"signal":"m1/torque","sourceTime":"2026-09-21T13:33:20.000000000Z","receivedTime":"2026-09-21T13:33:21.500000000Z","value":{{value}},"status":{{status}},"cursor":"{{time}}.{{epoch}}.{{sequence}}.{{row}}"}""";

    private sealed class Historian : HttpMessageHandler
    {
        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public string[] Values { get; init; } = [];

        public Dictionary<long, string> AsOf { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = request.RequestUri!.Query;
            var lines = request.RequestUri.AbsolutePath.EndsWith("/as-of", StringComparison.Ordinal)
                ? AsOf.TryGetValue(long.Parse(query.Split("at=")[1], System.Globalization.CultureInfo.InvariantCulture), out var held) ? [held] : []
                : Values;
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson") });
        }
    }
}
