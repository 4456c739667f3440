using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class ChannelTokensTests
{
    readonly ManualTime _time = new();

    ChannelToken Token(uint id) =>
        new(id, _time.GetTimestamp(), TimeSpan.FromMinutes(10), NoSecurity.Instance, NoSecurity.Instance);

    [Fact]
    public void Server_AfterRenewal_SendsWithTheOldTokenUntilTheClientUsedTheNew()
    {
        var tokens = new ChannelTokens(ChannelRole.Server, _time);
        tokens.Add(Token(1));
        tokens.Add(Token(2));
        Assert.Equal(1u, tokens.Sending!.Id);

        Assert.True(tokens.TryAccept(1, out _));
        Assert.Equal(1u, tokens.Sending!.Id);

        Assert.True(tokens.TryAccept(2, out _));
        Assert.Equal(2u, tokens.Sending!.Id);
        Assert.True(tokens.TryAccept(1, out _), "chunks under way with the old token are still valid");
    }

    [Fact]
    public void Client_AfterRenewal_SendsWithTheNewTokenAndAcceptsTheOld()
    {
        var tokens = new ChannelTokens(ChannelRole.Client, _time);
        tokens.Add(Token(1));
        tokens.Add(Token(2));

        Assert.Equal(2u, tokens.Sending!.Id);
        Assert.True(tokens.TryAccept(1, out _));
    }

    [Fact]
    public void Token_PastAQuarterOverItsLifetime_IsRefused()
    {
        var tokens = new ChannelTokens(ChannelRole.Client, _time);
        tokens.Add(Token(1));

        _time.Advance(TimeSpan.FromMinutes(12));
        Assert.True(tokens.TryAccept(1, out _));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(tokens.TryAccept(1, out _));
        Assert.True(tokens.IsExpired);
    }

    [Fact]
    public void Token_NeverIssued_IsRefused()
    {
        var tokens = new ChannelTokens(ChannelRole.Server, _time);
        tokens.Add(Token(1));
        Assert.False(tokens.TryAccept(9, out _));
    }

    [Fact]
    public void Renewal_IsDueAtThreeQuartersOfTheLifetime()
    {
        var tokens = new ChannelTokens(ChannelRole.Client, _time);
        Assert.Equal(Timeout.InfiniteTimeSpan, tokens.RenewalIn);
        tokens.Add(Token(1));

        _time.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(TimeSpan.FromMinutes(0.5), tokens.RenewalIn);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, tokens.RenewalIn);
    }
}
