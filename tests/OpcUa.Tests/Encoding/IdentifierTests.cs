using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Encoding;

public class IdentifierTests
{
    [Theory]
    [InlineData("i=85")]
    [InlineData("ns=2;s=Line 1; joint=3")]
    [InlineData("ns=65535;i=4294967295")]
    [InlineData("ns=1;g=72962b91-fa75-4ae6-8d28-b404dc7daf63")]
    [InlineData("ns=1;b=AQID")]
    public void NodeId_Text_ComesBack(string text) => Assert.Equal(text, NodeId.Parse(text).ToString());

    [Theory]
    [InlineData("nsu=urn:vendor:plc;s=a.b")]
    [InlineData("svr=3;nsu=urn:x%3By;i=4")]
    [InlineData("svr=3;ns=2;i=4")]
    [InlineData("i=4")]
    public void ExpandedNodeId_Text_ComesBack(string text) => Assert.Equal(text, ExpandedNodeId.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("torque")]
    [InlineData("i=")]
    [InlineData("i=-1")]
    [InlineData("i=4294967296")]
    [InlineData("s=")]
    [InlineData("ns=65536;i=1")]
    [InlineData("ns=2")]
    [InlineData("g=nothing")]
    [InlineData("b=***")]
    [InlineData("nsu=;i=1")]
    [InlineData("svr=x;i=1")]
    public void Parse_WhatIsNoNodeId_SaysNo(string? text) => Assert.False(ExpandedNodeId.TryParse(text, out _));

    [Fact]
    public void NodeId_OfEqualContent_AreEqual()
    {
        Assert.Equal(new NodeId([1, 2], 3), new NodeId([1, 2], 3));
        Assert.Equal(new NodeId([1, 2], 3).GetHashCode(), new NodeId([1, 2], 3).GetHashCode());
        Assert.NotEqual(new NodeId("1", 0), new NodeId(1));
        Assert.NotEqual(new NodeId("a", 1), new NodeId("a", 2));
    }

    [Fact]
    public void TryResolve_ByUri_GivesTheIndexOfTheArray()
    {
        var id = ExpandedNodeId.Parse("nsu=urn:b;s=x");
        Assert.True(id.TryResolve(["http://opcfoundation.org/UA/", "urn:a", "urn:b"], out var resolved));
        Assert.Equal(new NodeId("x", 2), resolved);
        Assert.False(id.TryResolve(["urn:a"], out _));
        Assert.False(ExpandedNodeId.Parse("svr=1;i=85").TryResolve([], out _));
    }

    [Fact]
    public void StatusCode_Overflow_IsTheBitOfDataValuesOnly()
    {
        Assert.True(StatusCodes.Good.WithOverflow.HasOverflow);
        Assert.True(new StatusCode(0x40000480).HasOverflow);
        Assert.False(new StatusCode(0x80).HasOverflow);
        Assert.Equal(StatusCodes.Uncertain, StatusCodes.Uncertain.WithOverflow.WithoutInfoBits);
        Assert.Equal("Good+Overflow (0x00000480)", StatusCodes.Good.WithOverflow.ToString());
        Assert.Equal("BadNodeIdUnknown", StatusCodes.BadNodeIdUnknown.ToString());
        Assert.Equal("0x80FF0000", new StatusCode(0x80FF0000).ToString());
    }

    [Fact]
    public void OpcUaTime_Extremes_Saturate()
    {
        Assert.Equal(DateTime.MinValue, OpcUaTime.ToDateTime(0));
        Assert.Equal(DateTime.MinValue, OpcUaTime.ToDateTime(-5));
        Assert.Equal(DateTime.MaxValue, OpcUaTime.ToDateTime(long.MaxValue));
        Assert.Equal(0, OpcUaTime.ToWireTicks(DateTime.MinValue));
        Assert.Equal(long.MaxValue, OpcUaTime.ToWireTicks(DateTime.MaxValue));
        Assert.Equal(OpcUaTime.NoTime, OpcUaTime.ToUnixNanoseconds(0));
        Assert.Equal(0, OpcUaTime.ToUnixNanoseconds(DateTime.UnixEpoch));
        Assert.True(OpcUaTime.ToUnixNanoseconds(long.MaxValue) > 9e18);
        Assert.Equal(new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Utc).AddTicks(7), OpcUaTime.FromUnixNanoseconds(
            OpcUaTime.ToUnixNanoseconds(new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Utc).AddTicks(7))));
    }
}
