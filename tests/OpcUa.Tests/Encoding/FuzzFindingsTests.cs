using Jinan.IndustryBrain.OpcUa.Certificates;
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

    /// <summary>A self-signed certificate whose key has the exponent 0 (02 01 00).</summary>
    const string ExponentOfZero =
        """
        308202E6308201CEA003020102020900F51805FCEA2FF7EC300D06092A864886F70D01010B0500301A311830160603550403130F75726E3A74657374
        3A636C69656E74301E170D3236313132343233323932385A170D3236313232353233323932385A301A311830160603550403130F75726E3A74657374
        3A636C69656E7430820122300D06092A864886F70D01010105000382010F003082010A0282010100AA816A6BBE80F0FEE5512EE43D2DCE9C6E638228
        E85F3017B579BDDA6D4C1A216BDBDDB8488B96A0337DFC5EF75BEFF412641DA29CA6945DD58EE39DD2301F45073A397A9A1C279B1253DEE365DA725F
        A6D50AF0BEF62CDC4596423C862BD9A8D3E0271D1D2E6FA3F5951764C62F8C693BCF2E5DEBC4EAFF464376FC655BD119A5392F1FBD0C095B48406EDA
        843288DF952D4013A0C228E89A5C1E5FB055120DE2048B3DC67D1EE0B918A814B87BDF836F74F9AE34E1090A27755A98D5FD06541BB60229C720D930
        A22B0A1F5AC72BC471EB8FC32D9A1CEA62CD8722BC5DDA5FDBA40EEA6597AA03800D8D67C297C2C3F1DFF042E58BEAFA81E927BB0AD4552F02010010
        00A32F302D302B0603551D1104243022860F75726E3A746573743A636C69656E7487047F00000182096C6F63616C686F7374300D06092A864886F70D
        01010B0500038201010057CADF0F16071B64F3D4E6ACA0203DA40EC08C1EFD6DBD582CB792C86CFE2A722FC2ACAF45B71F08E8059602225FD7BD67EC
        D32F615A35D0E995AF38DFFAE2C878DFCA0A81F6F6C1F36007EC18036F80FE33FDF27E7FCF59B3C356AA0039CB2E18C79FC2E8563D63E1B0403D4477
        238B40E7415CF85128AAE10EE15D63E54B3CBBB6BD7535F8AD9D911A04DBCEE615FBAF2DC7BB69AEACAE6DCD8B6973BDD6B23C400CBEF5E2F4C8D8B6
        FD6834285186451ED318E5C59196AD842DD846089D2127F3D16FE1B493ED40723F1E44EB4C6CCB3DFC932E5A2E6FA41BFAB98D94570B24F6B6F33B5F
        9B3F6DD6D5A1B8810FEDA68197DDDD09E9F459664CEB429FFAB6
        """;

    [Fact]
    public void Certificate_WhoseKeyHasAnExponentOfZero_IsMalformed()
    {
        var der = Convert.FromHexString(string.Concat(ExponentOfZero.Where(char.IsAsciiHexDigit)));
        Assert.Null(ParsedCertificate.TryRead(der));
    }

    [Fact]
    public void ServiceFault_WhoseResultIsGood_IsABadStatusAllTheSame()
    {
        var body = Bytes.Of((ref UaWriter w) => ServiceMessages.Encode(new ServiceFault(), ref w));
        var fault = Assert.Throws<OpcUaException>(() => ServiceCodec.Decode<ReadResponse>(body));
        Assert.Equal(StatusCodes.BadUnknownResponse, fault.StatusCode);
    }
}
