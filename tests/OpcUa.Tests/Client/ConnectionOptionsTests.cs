using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class ConnectionOptionsTests
{
    [Fact]
    public void Options_OfDefaults_HaveNoFault() =>
        Assert.Empty(new ConnectionOptions { EndpointUrl = "opc.tcp://plc-7:4840/path" }.Faults());

    [Fact]
    public void Options_WithSeveralFaults_ListThemAll()
    {
        var faults = new ConnectionOptions
        {
            EndpointUrl = "http://plc",
            RequestTimeout = TimeSpan.Zero,
            NotificationCapacity = 0,
            LongestBackOff = TimeSpan.Zero,
        }.Faults();

        Assert.Equal(4, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("http://plc", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("opc.tcp://127.0.0.1:4840", "127.0.0.1", 4_840, true)]
    [InlineData("opc.tcp://localhost", "localhost", 4_840, true)]
    [InlineData("opc.tcp://[::1]:4841/a", "::1", 4_841, true)]
    [InlineData("opc.tcp://plc.factory:51210/UA", "plc.factory", 51_210, false)]
    public void Address_OfAUrl_HasHostAndPort(string url, string host, int port, bool loopback)
    {
        Assert.True(EndpointAddress.TryParse(url, out var address));
        Assert.Equal((host, port, loopback), (address.Host, address.Port, address.IsLoopback));
    }

    [Fact]
    public void Identity_Shown_DoesNotTellThePassword() =>
        Assert.Equal("operator", UserIdentity.WithPassword("operator", "secret").ToString());
}
