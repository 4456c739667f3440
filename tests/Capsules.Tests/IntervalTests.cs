using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Capsules.Tests;

/// <summary>Intervals as capsules declare them: what is taken, what is refused and why, and what an answer's interval is.</summary>
public sealed class IntervalTests : IDisposable
{
    private const string Good = """
        {"coverage":0.9,"bins":[{"upTo":0.5,"below":0.2,"above":0.1,"windows":19},{"upTo":0.8,"below":0.3,"above":0.05,"windows":19},{"below":0.02,"above":0,"windows":9}]}
        """;

    private static readonly OutputDeclaration Index = new("1", 0, 1);
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _publisher = Publisher.Make();

    public void Dispose()
    {
        _publisher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Capsule_WithAnInterval_IsAcceptedAndReadBack()
    {
        var accepted = Assert.IsType<CapsuleVerdict.Accepted>(Verify(d => Declare(d, Good)));
        var interval = accepted.Capsule.Declaration.Models[0].Interval!;
        Assert.Equal(0.9, interval.Coverage);
        Assert.Equal([0.5, 0.8, null], interval.Bins.Select(bin => bin.UpTo));
        Assert.Equal(new IntervalBin { UpTo = 0.5, Below = 0.2, Above = 0.1, Windows = 19 }, interval.Bins[0]);
    }

    [Fact]
    public void Capsule_WithoutAnInterval_IsAcceptedAsEver_AndNothingOfItIsWritten()
    {
        var accepted = Assert.IsType<CapsuleVerdict.Accepted>(Verify(_ => { }));
        Assert.Null(accepted.Capsule.Declaration.Models[0].Interval);
        Assert.DoesNotContain(
            "interval", JsonSerializer.Serialize(accepted.Capsule.Declaration, CapsuleJson.Default.CapsuleDeclaration), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"coverage":1,"bins":[{"below":1,"above":1,"windows":100}]}""", "interval.coverage is 1; a share above 0 and below 1")]
    [InlineData("""{"coverage":90,"bins":[{"below":1,"above":1,"windows":100}]}""", "interval.coverage is 90;")]
    [InlineData("""{"coverage":0.9,"bins":[]}""", "interval has 0 bins; 1 to 100 are allowed")]
    [InlineData("""{"coverage":0.9,"bins":[{"upTo":1,"below":1,"above":1,"windows":100}]}""", "the last of interval.bins has upTo")]
    [InlineData("""{"coverage":0.9,"bins":[{"below":1,"above":1,"windows":100},{"below":1,"above":1,"windows":100}]}""", "interval.bins[0]: upTo is missing")]
    [InlineData(
        """{"coverage":0.9,"bins":[{"upTo":0.5,"below":1,"above":1,"windows":100},{"upTo":0.5,"below":1,"above":1,"windows":100},{"below":1,"above":1,"windows":100}]}""",
        "interval.bins[1]: upTo is 0.5; a number greater than that of the bin before")]
    [InlineData("""{"coverage":0.9,"bins":[{"upTo":1e999,"below":1,"above":1,"windows":100},{"below":1,"above":1,"windows":100}]}""", "interval.bins[0]: upTo is")]
    [InlineData("""{"coverage":0.9,"bins":[{"below":-0.1,"above":1,"windows":100}]}""", "interval.bins[0]: below is -0.1; a distance from the answer of 0 or more")]
    [InlineData("""{"coverage":0.9,"bins":[{"below":1,"above":1e999,"windows":100}]}""", "interval.bins[0]: above is")]
    [InlineData("""{"coverage":0.9,"bins":[{"below":1,"above":1,"windows":8}]}""", "interval.bins[0]: windows is 8; a coverage of 0.9 cannot be told from fewer than 9")]
    public void Capsule_WithAnIntervalThatSaysNothing_IsRefusedWithWhatIsExpected(string interval, string part) => Refused(d => Declare(d, interval), part);

    [Fact]
    public void Capsule_WithSeveralFaultsInItsInterval_NamesThemAll()
    {
        var message = Refused(d => Declare(d, """{"coverage":0,"bins":[{"upTo":3,"below":-1,"above":-2,"windows":1}]}"""), "4 fault(s)");
        Assert.All(["interval.coverage is 0", "the last of interval.bins", "below is -1", "above is -2"], part => Assert.Contains(part, message));
    }

    [Theory]
    [InlineData("quality_probability")]
    [InlineData("quality_class")]
    [InlineData("anomaly_score")]
    public void Capsule_WithAnIntervalAroundWhatHasNoTrueValue_IsRefused(string kind) => Refused(
        d =>
        {
            Declare(d, Good);
            d["models"]![0]!["kind"] = kind;
        },
        "interval is for a quantity with a true value: remaining_useful_life, health_index or soft_sensor");

    [Fact]
    public void Capsule_WithAnIntervalForEdgesThatCannotReadIt_IsRefused() => Refused(
        d =>
        {
            Declare(d, Good);
            d["sdk"]!["min"] = "1.0";
        },
        "interval came with SDK 1.1; sdk.min is 1.0");

    [Fact]
    public void Capsule_WithAMisspeltKeyInItsInterval_NamesIt() => Refused(
        d => Declare(d, """{"coverage":0.9,"bins":[{"upto2":1,"below":1,"above":1,"windows":100}]}"""), "upto2");

    [Theory]
    [InlineData(0.4, 0.2, 0.5)] // first bin
    [InlineData(0.5, 0.3, 0.6)] // its end belongs to it
    [InlineData(0.51, 0.21, 0.56)]
    [InlineData(0.1, 0, 0.2)] // cut off below
    [InlineData(0.79, 0.49, 0.84)]
    [InlineData(1, 0.98, 1)] // last bin, which has no end
    [InlineData(0, 0, 0.1)]
    public void Around_AnAnswer_IsOfItsBinAndCutOffAtTheRange(double answer, double low, double high)
    {
        var interval = JsonSerializer.Deserialize(Good, CapsuleJson.Default.IntervalDeclaration)!.Around(answer, Index);
        Assert.Equal(low, interval.Low, 12);
        Assert.Equal(high, interval.High, 12);
        Assert.InRange(answer, interval.Low, interval.High);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.8, 4)]
    [InlineData(0.9, 9)]
    [InlineData(0.95, 19)]
    [InlineData(0.99, 99)]
    public void LeastWindows_OfACoverage_IsWhereARankIsAmongThem(double coverage, int windows) =>
        Assert.Equal(windows, IntervalDeclaration.LeastWindows(coverage));

    private static void Declare(JsonNode declaration, string interval)
    {
        declaration["sdk"]!["min"] = "1.1";
        declaration["models"]![0]!["interval"] = JsonNode.Parse(interval);
    }

    private string Refused(Action<JsonNode> edit, string part)
    {
        var refused = Assert.IsType<CapsuleVerdict.Refused>(Verify(edit));
        Assert.Equal(RefusalReason.BadDeclaration, refused.Reason);
        Assert.Contains(part, refused.Message);
        return refused.Message;
    }

    private CapsuleVerdict Verify(Action<JsonNode> edit)
    {
        using var stream = new MemoryStream(Plugin.SignedAsIs(_folder, _publisher, edit));
        return CapsuleVerifier.Verify(stream, new PublisherTrust(_folder.TrustFolder(_publisher)));
    }
}
