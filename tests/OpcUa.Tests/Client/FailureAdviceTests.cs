using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public class FailureAdviceTests
{
    [Theory]
    [InlineData("BadSecurityChecksFailed")]
    [InlineData("BadTooManyMonitoredItems")]
    [InlineData("BadIdentityTokenRejected")]
    [InlineData("BadCertificateUntrusted")]
    [InlineData("BadCertificateHostNameInvalid")]
    [InlineData("BadNodeIdUnknown")]
    public void For_StatusThatPeopleMeet_NamesTheSectionOfTheGuide(string name)
    {
        var status = (StatusCode)typeof(StatusCodes).GetField(name)!.GetValue(null)!;
        var advice = FailureAdvice.For(status)!;
        Assert.Equal($"docs/connect-a-plc.md#{name.ToLowerInvariant()}", advice.Reference);
        Assert.Equal(advice, FailureAdvice.For(new StatusCode(status.Code | 0x480)));
        Assert.Equal(advice, FailureAdvice.For(new OpcUaException(status, "refused")));
        Assert.Contains(advice.Anchor, FailureAdvice.Anchors);
    }

    [Fact]
    public void For_ServerThatIsNotThere_IsUnreachable()
    {
        foreach (var exception in new Exception[]
        {
            new TimeoutException(), new SocketException((int)SocketError.HostNotFound), new IOException("", new SocketException((int)SocketError.ConnectionReset)),
            new OpcUaException(StatusCodes.BadConnectionRejected, ""), new OpcUaException(StatusCodes.BadTimeout, ""),
        })
            Assert.Equal("unreachable", FailureAdvice.For(exception)?.Anchor);
    }

    [Fact]
    public void For_WhatNeedsNoAdvice_IsNull()
    {
        Assert.Null(FailureAdvice.For(StatusCodes.Good));
        Assert.Null(FailureAdvice.For(StatusCodes.BadUnexpectedError));
        Assert.Null(FailureAdvice.For(new InvalidOperationException()));
    }

    [Fact]
    public void Anchors_OfAllAdvice_DifferAndAreLowerCase()
    {
        var anchors = FailureAdvice.Anchors.ToList();
        Assert.Equal(anchors.Distinct(), anchors);
        Assert.All(anchors, anchor => Assert.Matches("^[a-z0-9]+$", anchor));
    }
}
