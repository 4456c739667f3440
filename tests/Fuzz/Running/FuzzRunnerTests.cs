using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.Fuzz.Targets;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>The runner finds the faults it is there for: planted ones, each of the kind that decoders have.</summary>
public sealed class FuzzRunnerTests
{
    static readonly byte[] Seed = [3, 0, 0, 0, 1, 2, 3];

    [Fact]
    public async Task Length_TakenWithoutACheck_IsFound()
    {
        var finding = await FindAsync(input => _ = input.AsSpan(4, Length(input)).Length);
        Assert.Contains(nameof(ArgumentOutOfRangeException), finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allocation_BeforeTheCheck_IsFound()
    {
        var finding = await FindAsync(input =>
        {
            var length = Math.Min(Length(input), 1 << 24);
            var array = new byte[Math.Max(length, 0)];
            if (length > input.Length - 4) throw Refusal(array.Length);
        });
        Assert.Contains("allocated", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_ThatDoesNotEnd_IsFoundAndNamed()
    {
        var release = false;
        try
        {
            var finding = await FindAsync(input =>
            {
                while (Length(input) == int.MaxValue && !Volatile.Read(ref release)) Thread.Yield();
            });
            Assert.Contains("does not end", finding.What, StringComparison.Ordinal);
            Assert.Equal(int.MaxValue, Length(finding.Input));
        }
        finally
        {
            Volatile.Write(ref release, true);
        }
    }

    [Fact]
    public async Task Encoding_ThatIsNotWhatWasDecoded_IsFound()
    {
        var finding = await FindAsync(RoundTrip.Of(
            static (ref UaReader reader) => reader.ReadInt32(), static (ref UaWriter writer, int value) => writer.WriteInt32(value == 3 ? 4 : value == 4 ? 5 : value)));
        Assert.Contains("Not stable", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_WithAGoodStatus_IsFound()
    {
        var finding = await FindAsync(_ => throw new OpcUaException(StatusCodes.Good, "fine"));
        Assert.Contains("not bad", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_WithoutAFault_HasNoFindings()
    {
        var findings = await RunAsync(input =>
        {
            if (Length(input) > input.Length - 4 || Length(input) < 0) throw Refusal(Length(input));
            _ = input.AsSpan(4, Length(input)).ToArray();
        });
        Assert.Empty(findings);
    }

    [Fact]
    public void Case_OfTheSameSeedAndNumber_IsTheSameInput()
    {
        FuzzTarget first = new("target", [Seed], _ => { }), second = new("target", [Seed], _ => { });
        _ = second.Input(1, 99); // what came before does not matter
        Assert.Equal(first.Input(1, 7), second.Input(1, 7));
        Assert.True(Enumerable.Range(0, 100).Select(number => Convert.ToHexString(first.Input(1, number))).Distinct().Count() > 80);
    }

    static int Length(byte[] input) => input.Length < 4 ? throw Refusal(input.Length) : BinaryPrimitives.ReadInt32LittleEndian(input);

    static OpcUaException Refusal(int length) => new(StatusCodes.BadDecodingError, $"{length} bytes");

    static async Task<Finding> FindAsync(Action<byte[]> run, [CallerMemberName] string test = "") => Assert.Single(await RunAsync(run, test));

    static Task<IReadOnlyList<Finding>> RunAsync(Action<byte[]> run, [CallerMemberName] string test = "")
    {
        if (FuzzSettings.Target is not null || FuzzSettings.Case is not null) Assert.Skip("One target alone was asked for by FUZZ_TARGET.");
        var runner = new FuzzRunner($"planted-{test}", _ => { }, save: false) { HangLimit = TimeSpan.FromSeconds(2) };
        return runner.RunAsync([new FuzzTarget("planted", [Seed], run)], _ => new FuzzBudget(null, 20_000));
    }
}
