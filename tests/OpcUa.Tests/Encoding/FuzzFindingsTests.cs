using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Encoding;

/// <summary>What tests/Fuzz found, each as the input that showed it.</summary>
public sealed class FuzzFindingsTests
{
    [Theory]
    [InlineData("404000")]
    [InlineData("80")]
    [InlineData("40404040404000")]
    public void DiagnosticInfo_ThatSaysNothing_IsNullHoweverDeep(string hex)
    {
        var reader = new UaReader(Convert.FromHexString(hex));
        Assert.Null(reader.ReadDiagnosticInfo());
        reader.EnsureEnd();
    }

    [Fact]
    public void DiagnosticInfo_WithAnInnerOneThatSaysNothing_RoundTrips()
    {
        var reader = new UaReader(Convert.FromHexString("41070000004000"));
        var info = reader.ReadDiagnosticInfo();
        Assert.Equal(new DiagnosticInfo { SymbolicId = 7 }, info);
        Assert.Equal("0107000000", Convert.ToHexString(Bytes.Of((ref UaWriter w) => w.WriteDiagnosticInfo(info))));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0x4000_0000u)]
    public void ErrorMessage_WhoseStatusIsNotBad_IsABadStatusAllTheSame(uint status)
    {
        var error = ErrorMessage.Parse([.. BitConverter.GetBytes(status), 0xFF, 0xFF, 0xFF, 0xFF]);
        var fault = TransportFault.FromPeer(error);
        Assert.Equal(StatusCodes.BadCommunicationError, fault.StatusCode);
        Assert.True(ChannelFault.IsChannelLost(fault));
    }

    [Fact]
    public void ServiceFault_WhoseResultIsGood_IsABadStatusAllTheSame()
    {
        var body = Bytes.Of((ref UaWriter w) => ServiceMessages.Encode(new ServiceFault(), ref w));
        var fault = Assert.Throws<OpcUaException>(() => ServiceCodec.Decode<ReadResponse>(body));
        Assert.Equal(StatusCodes.BadUnknownResponse, fault.StatusCode);
    }
}
