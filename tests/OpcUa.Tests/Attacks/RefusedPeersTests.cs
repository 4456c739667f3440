using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

public sealed class RefusedPeersTests
{
    static readonly IPAddress Attacker = IPAddress.Parse("10.0.0.1");

    readonly ManualTime _time = new();
    readonly List<RefusedPeer> _told = [];
    readonly ServerClock _clock;
    readonly RefusedPeers _peers;

    public RefusedPeersTests()
    {
        _clock = new ServerClock(_time);
        _peers = new RefusedPeers(_told.Add, null, _clock);
    }

    [Fact]
    public void Source_RefusedManyTimes_IsToldOnceAndThenWithTheNumber()
    {
        for (var i = 0; i < 1_000; i++) _peers.Add(Attacker, StatusCodes.BadTcpMessageTooLarge, "too large");
        Assert.Equal([new RefusedPeer(Attacker, StatusCodes.BadTcpMessageTooLarge, "too large", 1)], _told);

        Pass(TimeSpan.FromSeconds(59));
        Assert.Single(_told);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(new RefusedPeer(Attacker, StatusCodes.BadTcpMessageTooLarge, "too large", 999), _told[^1]);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public void Source_QuietForAMinute_IsForgottenAndToldAnew()
    {
        _peers.Add(Attacker, StatusCodes.BadTimeout, "slow");
        Pass(RefusedPeers.Interval + TimeSpan.FromSeconds(1));
        Assert.Single(_told);

        _peers.Add(Attacker, StatusCodes.BadTimeout, "slow again");

        Assert.Equal([1, 1], _told.Select(peer => peer.Times));
    }

    [Fact]
    public void Sources_AndStatuses_AreToldApart()
    {
        _peers.Add(Attacker, StatusCodes.BadTimeout, "slow");
        _peers.Add(Attacker, StatusCodes.BadDecodingError, "malformed");
        _peers.Add(IPAddress.Parse("10.0.0.2"), StatusCodes.BadTimeout, "slow");

        Assert.Equal(3, _told.Count);
    }

    [Fact]
    public void Sources_WithoutEnd_AreCountedTogether()
    {
        for (var i = 0; i < 100_000; i++) _peers.Add(new IPAddress(i), StatusCodes.BadTimeout, "slow");

        Assert.Equal(RefusedPeers.MaxSources + 1, _told.Count);
        Assert.Null(_told[^1].Address);
        Pass(RefusedPeers.Interval + TimeSpan.FromSeconds(1));
        Assert.Equal((IPAddress?)null, _told[^1].Address);
        Assert.Equal(100_000, _told.Sum(peer => peer.Times));
    }

    [Fact]
    public void Delegate_ThatThrows_IsReportedAndHarmsNothing()
    {
        var faults = new List<Exception>();
        var peers = new RefusedPeers(_ => throw new InvalidOperationException("no log"), faults.Add, _clock);

        peers.Add(Attacker, StatusCodes.BadTimeout, "slow");

        Assert.IsType<InvalidOperationException>(Assert.Single(faults));
    }

    void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _peers.TellRest(_clock.Timestamp);
    }
}
