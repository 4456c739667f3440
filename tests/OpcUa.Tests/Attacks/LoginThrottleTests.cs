using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Tests.Server;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>Passwords tried in vain: bounded by source, without keeping others out, and in bounded memory.</summary>
public sealed class LoginThrottleTests
{
    static readonly IPAddress Attacker = IPAddress.Parse("10.0.0.1");
    static readonly IPAddress Honest = IPAddress.Parse("10.0.0.2");

    readonly ManualTime _time = new();
    readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = new LoginThrottle(10, new ServerClock(_time));

    [Fact]
    public void Source_AfterTenFailures_IsNotCheckedUntilTimeHasPassed()
    {
        Fail(Attacker, 9);
        Assert.True(IsChecked(Attacker));
        Fail(Attacker, 1);
        Assert.False(IsChecked(Attacker));
        Assert.True(IsChecked(Honest));

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(IsChecked(Attacker));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(IsChecked(Attacker));
        // One more a six seconds, and no more.
        Fail(Attacker, 1);
        Assert.False(IsChecked(Attacker));
    }

    [Fact]
    public void Source_ThatGuessesForAnHour_IsCheckedTenTimesAMinute()
    {
        var guesses = 0;
        for (var second = 0; second < 3_600; second++)
        {
            for (var i = 0; i < 100 && IsChecked(Attacker); i++)
            {
                guesses++;
                _throttle.Failed(Attacker);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(guesses, 590, 611);
    }

    [Fact]
    public void Sources_WithoutEnd_ShareOneBucketAndTakeNoMoreMemory()
    {
        Fail(Attacker, 3);
        for (var i = 0; i < 100_000; i++) _throttle.Failed(new IPAddress(0x0B00_0000L + i));

        Assert.InRange(_throttle.Count, 1, LoginThrottle.MaxSources + 1);
        Assert.False(IsChecked(Honest));
        Assert.True(IsChecked(Attacker));

        _time.Advance(TimeSpan.FromDays(1));
        Fail(Honest, 1);
        Assert.Equal(1, _throttle.Count);
        Assert.True(IsChecked(Honest));
    }

    [Theory]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::1")]
    public void Source_OfAnAddress_IsWhatOneMachineCannotChange(string address, string source) =>
        Assert.Equal(IPAddress.Parse(source), RemoteSource.Of(IPAddress.Parse(address)));

    [Fact]
    public async Task Passwords_Guessed_AreNotCheckedAnyMoreAndOthersComeIn()
    {
        var asked = 0;
        await using var attacked = new AttackedServer(options => options with
        {
            ValidateUser = (name, password) =>
            {
                Interlocked.Increment(ref asked);
                return password == name + "-secret";
            },
        });
        await using var before = await RawClient.ConnectAsync(attacked.Server, "operator", "operator-secret");
        await using var attacker = await RawClient.OpenAsync(attacked.Server);
        attacker.Token = (await attacker.AskAsync<CreateSessionResponse>(new CreateSessionRequest())).AuthenticationToken;
        var answers = new List<StatusCode>();
        for (var i = 0; i < 30; i++)
            answers.Add((await Assert.ThrowsAsync<OpcUaException>(() => attacker.ActivateAsync("operator", $"guess {i}"))).StatusCode);

        // Time passes meanwhile, so that one or two more may be checked.
        Assert.Equal(Enumerable.Repeat(StatusCodes.BadUserAccessDenied, 10), answers.Take(10));
        Assert.InRange(answers.Count(status => status == StatusCodes.BadServerTooBusy), 15, 20);
        Assert.Equal(1 + answers.Count(status => status == StatusCodes.BadUserAccessDenied), asked);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadUserAccessDenied, StatusCodes.BadServerTooBusy);

        // Who is in stays in, who needs no secret comes in, and so does somebody from another machine.
        await attacked.AssertServesAsync(before);
        await using var anonymous = await RawClient.ConnectAsync(attacked.Server);
        await attacked.AssertServesAsync(anonymous);
        await using var elsewhere = await RawClient.ConnectAsync(attacked.Server, "operator", "operator-secret", IPAddress.Parse("127.0.0.2"));
        await attacked.AssertServesAsync(elsewhere);
    }

    void Fail(IPAddress source, int times)
    {
        for (var i = 0; i < times; i++) _throttle.Failed(source);
    }

    bool IsChecked(IPAddress source)
    {
        try
        {
            _throttle.Check(source);
            return true;
        }
        catch (OpcUaException refused)
        {
            Assert.Equal(StatusCodes.BadServerTooBusy, refused.StatusCode);
            return false;
        }
    }
}
