using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.FactoryFile.Tests;

public sealed class FactoryFileReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("factory-file-").FullName;
    private readonly string _factory;

    public FactoryFileReaderTests() => _factory = Directory.CreateDirectory(Path.Combine(_root, "auto-01")).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

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
    [InlineData("Basic256", "deprecated")]
    [InlineData("Basic128Rsa15", "deprecated")]
    [InlineData("Rot13", "not a security policy that is known")]
    public void Read_SecurityPolicyThatIsRefused_SaysWhy(string policy, string why)
    {
        var fault = Assert.Single(Read(Valid.Replace("policy: None", $"policy: {policy}", StringComparison.Ordinal)).Faults);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Equal(8, fault.Line);
    }

    [Theory]
    [InlineData("{ policy: Best }", SecurityPolicyChoice.Best, SecurityMode.SignAndEncrypt)]
    [InlineData("{ policy: Basic256Sha256, mode: Sign }", SecurityPolicyChoice.Basic256Sha256, SecurityMode.Sign)]
    [InlineData("{ policy: Aes128_Sha256_RsaOaep, mode: SignAndEncrypt }", SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.SignAndEncrypt)]
    [InlineData("{ policy: Aes256_Sha256_RsaPss }", SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt)]
    [InlineData("{ mode: Sign }", SecurityPolicyChoice.Best, SecurityMode.Sign)]
    [InlineData("{ policy: None }", SecurityPolicyChoice.None, SecurityMode.None)]
    public void Read_Security_IsThePolicyWithItsMode(string security, SecurityPolicyChoice policy, SecurityMode mode)
    {
        var connection = Read(Valid.Replace("{ policy: None, mode: None }", security, StringComparison.Ordinal)).Configuration!.Connections[0];
        Assert.Equal((policy, mode), (connection.SecurityPolicy, connection.SecurityMode));
    }

    [Theory]
    [InlineData("{ policy: None, mode: Sign }", "needs a security policy")]
    [InlineData("{ policy: Best, mode: None }", "not allowed with the policy Best")]
    [InlineData("{ policy: Best, mode: Loud }", "not a security mode that is known")]
    public void Read_SecurityModeThatDoesNotFit_SaysWhichDo(string security, string why)
    {
        var fault = Assert.Single(Read(Valid.Replace("{ policy: None, mode: None }", security, StringComparison.Ordinal)).Faults);
        Assert.Equal((8, "connections[0].security.mode"), (fault.Line, fault.Path));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
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
        var yaml = WithConnection("user: { name: operator, passwordFile: secret }");
        Assert.Contains("there is no file", Assert.Single(FactoryFileReader.Read(yaml, _factory).Faults).Message, StringComparison.Ordinal);

        var secret = Write("secret");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Assert.Single(FactoryFileReader.Read(yaml, _factory).Faults).Message, StringComparison.Ordinal);
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Equal(new PasswordUser("operator", secret), User(yaml));
    }

    [Fact]
    public void Read_UserByCertificateOrToken_NamesTheFiles()
    {
        var (certificate, key, token) = (Write("user.pem"), Write("user.key"), Write("token"));
        Assert.Equal(new CertificateUser(certificate, key), User(WithConnection("user: { certificateFile: user.pem, keyFile: user.key }")));
        Assert.Equal(new TokenUser(token), User(WithConnection("user: { tokenFile: token }")));
        Assert.Equal(new AnonymousUser(), User(WithConnection("user: anonymous")));
    }

    [Theory]
    [InlineData("user: { name: operator }", "connections[0].user.passwordFile", "is missing")]
    [InlineData("user: { certificateFile: user.pem }", "connections[0].user.keyFile", "is missing")]
    [InlineData("user: { name: operator, tokenFile: token }", "connections[0].user.tokenFile", "another kind of user")]
    [InlineData("user: operator", "connections[0].user", "tokenFile")]
    public void Read_UserThatIsNotWhole_SaysWhatIsMissing(string user, string path, string why)
    {
        Write("user.pem");
        Write("token");
        var fault = Assert.Single(FactoryFileReader.Read(WithConnection(user), _factory).Faults);
        Assert.Equal((9, path), (fault.Line, fault.Path));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SignalWithFilterAndPath_IsReadWhole()
    {
        var signals = Read(WithSignal("deadband: 2 %, trigger: timestamp, discard: newest, path: \"Axes[2].Torque\"")).Configuration!.Assets[0].Signals;
        Assert.Equal(
            (new Deadband(2, true), ChangeTrigger.Timestamp, DiscardPolicy.Newest, "Axes[2].Torque"),
            (signals[1].Deadband!.Value, signals[1].Trigger, signals[1].Discard, signals[1].Path));
        Assert.Equal(
            (null, ChangeTrigger.Value, DiscardPolicy.Oldest, null),
            (signals[0].Deadband, signals[0].Trigger, signals[0].Discard, signals[0].Path));
        Assert.Equal(new Deadband(0.05, false), Read(WithSignal("deadband: 0.05")).Configuration!.Assets[0].Signals[1].Deadband);
    }

    [Theory]
    [InlineData("deadband: much", "deadband")]
    [InlineData("deadband: -1", "deadband")]
    [InlineData("deadband: 101%", "deadband")]
    [InlineData("deadband: NaN", "deadband")]
    [InlineData("trigger: always", "trigger")]
    [InlineData("discard: all", "discard")]
    [InlineData("path: \"Position..X\"", "path")]
    [InlineData("path: \"Axes[]\"", "path")]
    [InlineData("path: 'Position.\"X'", "path")]
    public void Read_SignalWithAFilterThatIsNone_SaysWhatIsAllowed(string fields, string key)
    {
        var fault = Assert.Single(Read(WithSignal(fields)).Faults);
        Assert.Equal($"assets[0].signals[1].{key}", fault.Path);
        Assert.Matches("use |write ", fault.Message);
    }

    [Fact]
    public void Read_DeadbandOfAText_IsAFault() =>
        Assert.Contains(
            "for numbers",
            Assert.Single(Read(WithSignal("deadband: 1").Replace("type: int64", "type: text", StringComparison.Ordinal)).Faults).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_EventsAndHistory_AreThoseOfTheConnection()
    {
        var yaml = WithConnection("events: [ { node: \"i=2253\", minimumSeverity: 500, types: [ \"i=2130\" ] } ]\n    history: true");
        var connection = Read(yaml).Configuration!.Connections[0];
        var events = Assert.Single(connection.Events);
        Assert.Equal(("i=2253", (ushort)500, "i=2130"), (events.Node.ToString(), events.MinimumSeverity, Assert.Single(events.Types).ToString()));
        Assert.True(connection.History);
        Assert.Equal(connection, Read(yaml).Configuration!.Connections[0]);
        Assert.NotEqual(connection, Read(yaml.Replace("i=2130", "i=2131", StringComparison.Ordinal)).Configuration!.Connections[0]);
    }

    [Theory]
    [InlineData("events: []", "connections[0].events")]
    [InlineData("events: [ { minimumSeverity: 5 } ]", "connections[0].events[0].node")]
    [InlineData("events: [ { node: \"i=2253\", minimumSeverity: 1001 } ]", "connections[0].events[0].minimumSeverity")]
    [InlineData("events: [ { node: \"i=2253\", types: [ alarm ] } ]", "connections[0].events[0].types")]
    [InlineData("history: maybe", "connections[0].history")]
    public void Read_EventsOrHistoryThatAreNone_IsAFault(string fields, string path) =>
        Assert.Equal(path, Assert.Single(Read(WithConnection(fields)).Faults).Path);

    [Fact]
    public void Read_HistoryWithTheClockOfArrival_IsAFault()
    {
        var fault = Assert.Single(Read(WithConnection("history: true\n    clock: received")).Faults);
        Assert.Equal("connections[0].history", fault.Path);
        Assert.Contains("use clock: source or server", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SignalThatBearsTheNameOfAConnectionsEvents_IsAFault()
    {
        var yaml = WithConnection("events: [ { node: \"i=2253\" } ]")
            .Replace("- id: auto-01-m1", "- id: plc1", StringComparison.Ordinal).Replace("name: cycles", "name: events", StringComparison.Ordinal);
        Assert.Contains("give the signal or the asset another name", Assert.Single(Read(yaml).Faults).Message, StringComparison.Ordinal);
        Assert.Empty(Read(yaml.Replace("name: events", "name: cycles", StringComparison.Ordinal)).Faults);
    }

    [Fact]
    public void LineOf_KeyThatIsNotThere_IsTheLineAroundIt()
    {
        var result = Read(Valid);
        Assert.Equal((8, 16, 16), (result.LineOf("connections[0].security"), result.LineOf("assets[0].signals[0].node"), result.LineOf("assets[0].signals[0].path")));
    }

    [Fact]
    public void Read_FileThatIsInNoFolderOfItsOwn_MayHaveAnyId() =>
        Assert.Empty(FactoryFileReader.Read(Valid, "anywhere", bearsId: false).Faults);

    private string Write(string name)
    {
        var path = Path.Combine(_factory, name);
        File.WriteAllText(path, "secret");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private UserSettings User(string yaml) => FactoryFileReader.Read(yaml, _factory).Configuration!.Connections[0].User;

    private static string WithConnection(string fields) => Valid.Replace("clock: server", fields, StringComparison.Ordinal);

    private static string WithSignal(string fields) => Valid.Replace("type: int64", $"type: int64, {fields}", StringComparison.Ordinal);

    private static ConfigurationResult Read(string yaml, string folder = "auto-01") => FactoryFileReader.Read(yaml, Path.Combine("factories", folder));
}
