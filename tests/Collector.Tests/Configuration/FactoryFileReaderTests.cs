using Jinan.IndustryBrain.Collector.Configuration;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.Tests.Configuration;

public class FactoryFileReaderTests
{
    private const string Valid = """
        schema: 1
        factory: auto-01
        enterprise: ent-auto-01
        sector: auto
        connections:
          - id: plc1
            endpoint: opc.tcp://127.0.0.1:48401
            security: { policy: None, mode: None }
            clock: server
            publishing: 500ms
        assets:
          - id: auto-01-m1
            type: welding-robot-joint
            connection: plc1
            signals:
              - { name: torque, node: "nsu=urn:jinan:industrybrain:plant;s=auto-01-m1.torque", unit: N.m, type: double, sampling: 200ms, queue: 20 }
              - { name: cycles, node: "ns=2;i=7", type: int64 }
        """;

    [Fact]
    public void Read_ValidFile_GivesTheConfiguration()
    {
        var result = Read(Valid);
        Assert.Empty(result.Faults);
        var configuration = result.Configuration!;
        var connection = Assert.Single(configuration.Connections);
        Assert.Equal((ClockSource.Server, TimeSpan.FromMilliseconds(500)), (connection.Clock, connection.Publishing));
        var (asset, torque) = configuration.SignalsOf("plc1").First();
        Assert.Equal(("auto-01-m1", "torque", "N.m", 20u), (asset.Id, torque.Name, torque.Unit, torque.Queue));
        Assert.Equal("nsu=urn:jinan:industrybrain:plant;s=auto-01-m1.torque", torque.Node.ToString());
        Assert.Equal(SignalType.Int64, asset.Signals[1].Type);
    }

    [Fact]
    public void Read_TenFaults_ListsTenWithTheirLines()
    {
        var result = Read("""
            schema: 2
            factory: auto-01
            enterprise: ent-auto-01
            sector: ships
            connections:
              - id: plc1
                endpoint: http://127.0.0.1
                security: { policy: Basic128Rsa15, mode: None }
                clock: sundial
                publishing: 5
              - id: plc1
                endpoint: opc.tcp://127.0.0.1:4840
            assets:
              - id: auto-01-m1
                type: welding-robot-joint
                connection: plc9
                signals:
                  - { name: torque, node: "torque", type: double }
                  - { name: speed, node: "i=7", type: float, colour: red }
            """);
        Assert.Null(result.Configuration);
        Assert.Equal([1, 4, 7, 8, 9, 10, 11, 16, 18, 19, 19], result.Faults.Select(fault => fault.Line));
        Assert.All(result.Faults, fault => Assert.Matches("use |write |allowed|refused|differ", fault.Message));
        Assert.Contains("deprecated", result.Faults[3].Message, StringComparison.Ordinal);
        Assert.Equal("assets[0].signals[1].colour", result.Faults.Single(fault => fault.Message.Contains("not a key", StringComparison.Ordinal)).Path);
    }

    [Theory]
    [InlineData("Basic256Sha256", "not built into this version")]
    [InlineData("Aes256_Sha256_RsaPss", "not built into this version")]
    [InlineData("Basic256", "deprecated")]
    [InlineData("Rot13", "not a security policy that is known")]
    public void Read_SecurityPolicyOtherThanNone_SaysWhy(string policy, string why)
    {
        var fault = Assert.Single(Read(Valid.Replace("policy: None", $"policy: {policy}", StringComparison.Ordinal)).Faults);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Equal(8, fault.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("- a list")]
    [InlineData("schema: 1\nschema: 1")]
    [InlineData("a: [")]
    public void Read_WhatIsNoFactoryFile_IsAFaultAndNoException(string yaml) => Assert.NotEmpty(Read(yaml).Faults);

    [Fact]
    public void Read_EmptyMapping_NamesEveryMissingKey()
    {
        var missing = Read("{}").Faults.Select(fault => fault.Path).Order();
        Assert.Equal(["assets", "connections", "enterprise", "factory", "schema", "sector"], missing);
    }

    [Fact]
    public void Read_FactoryThatIsNotItsFolder_IsAFault() =>
        Assert.Contains("name of its folder", Assert.Single(Read(Valid, "auto-02").Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_PasswordFile_MustExistAndBePrivate()
    {
        using var folder = new TemporaryFolder();
        var factory = folder.Of("auto-01");
        var yaml = Valid.Replace("clock: server", "user: { name: operator, passwordFile: secret }", StringComparison.Ordinal);
        Assert.Contains("there is no file", Assert.Single(FactoryFileReader.Read(yaml, factory).Faults).Message, StringComparison.Ordinal);

        var secret = Path.Combine(factory, "secret");
        File.WriteAllText(secret, "pw");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Assert.Single(FactoryFileReader.Read(yaml, factory).Faults).Message, StringComparison.Ordinal);
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Equal(("operator", secret), Pair(FactoryFileReader.Read(yaml, factory).Configuration!.Connections[0]));
    }

    [Fact]
    public void ReadChanged_FileThatChanges_IsReadOnceEachTime()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Of("auto-01"), FactoryFileReader.FileName);
        var watched = new FactoryFolder(folder.Path);
        Assert.Empty(watched.ReadChanged());
        File.WriteAllText(file, Valid);
        Assert.NotNull(Assert.Single(watched.ReadChanged()).Result.Configuration);
        Assert.Empty(watched.ReadChanged());
        File.WriteAllText(file, Valid + "\nwhat: else\n");
        Assert.Single(Assert.Single(watched.ReadChanged()).Result.Faults);
    }

    private static (string?, string?) Pair(ConnectionSettings settings) => (settings.UserName, settings.PasswordFile);

    private static ConfigurationResult Read(string yaml, string folder = "auto-01") => FactoryFileReader.Read(yaml, Path.Combine("factories", folder));
}
