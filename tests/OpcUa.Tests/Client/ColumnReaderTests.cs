using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using Jinan.IndustryBrain.OpcUa.Tests.Faults;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class ColumnReaderTests : IAsyncLifetime
{
    private const int Variables = 1_000;

    private readonly OpcUaServer _server = new(new OpcUaServerOptions { ApplicationUri = "urn:test:server" });
    private readonly List<VariableNode> _variables = [];
    private OpcUaConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < Variables; i++)
            _variables.Add(_server.AddressSpace.AddVariable(
                _server.AddressSpace.Objects, new NodeId($"v{i}", 1), new QualifiedName(1, $"v{i}"), new VariableSettings(BuiltInType.Double) { InitialValue = (double)i }));
        _server.Start();
        _connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = _server.EndpointUrl });
        await ConnectAsync(_connection);
    }

    private static async Task ConnectAsync(OpcUaConnection connection)
    {
        connection.Start();
        await foreach (var happened in connection.Events.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (happened is Connected)
                break;
            Assert.IsNotType<ConnectionLost>(happened);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ReadAsync_AgainAndAgain_GivesTheValuesOfEachTime()
    {
        var reader = _connection.PrepareRead([.. _variables.Select(variable => variable.Id)]);
        for (var round = 0; round < 3; round++)
        {
            _variables[500].SetValue(-1.5 - round, DateTime.UnixEpoch.AddYears(50));
            var values = await reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Variables, values.Count);
            Assert.Equal((999.0, -1.5 - round), (values.Double(999), values.Double(500)));
            Assert.Equal(OpcUaTime.ToUnixNanoseconds(DateTime.UnixEpoch.AddYears(50)), values.SourceTime[500]);
        }
    }

    [Fact]
    public async Task ReadAsync_NodeThatIsNotThere_FailsAlone()
    {
        var values = await _connection.PrepareRead([new NodeId("nothing", 1), _variables[7].Id]).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(StatusCodes.BadNodeIdUnknown, new StatusCode(values.Status[0]));
        Assert.Equal((ColumnKind.None, 7.0), (values.Kind[0], values.Double(1)));
    }

    [Fact]
    public async Task ReadAsync_AfterACancelledOne_ReadsOn()
    {
        var reader = _connection.PrepareRead([_variables[3].Id]);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(cancelled.Token).AsTask());
        Assert.Equal(3.0, (await reader.ReadAsync(TestContext.Current.CancellationToken)).Double(0));
    }

    [Fact]
    public async Task ReadAsync_ConnectionClosed_SaysNotConnected()
    {
        var reader = _connection.PrepareRead([_variables[3].Id]);
        await _connection.DisposeAsync();
        var thrown = await Assert.ThrowsAsync<OpcUaException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCodes.BadNotConnected, thrown.StatusCode);
    }

    [Fact]
    public async Task ReadAsync_SecondTime_UsesTheSameColumns()
    {
        var reader = _connection.PrepareRead([_variables[0].Id, _variables[1].Id]);
        var first = await reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0.0, 1.0), (first.Double(0), first.Double(1)));
        Assert.Same(first, await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadAsync_NoAnswerInTime_SaysSo()
    {
        await using var proxy = new FaultProxy(new Uri(_server.EndpointUrl).Port, seed: 1) { PerThousand = 1_000 };
        await using var connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = proxy.Url, RequestTimeout = TimeSpan.FromMilliseconds(300) });
        await ConnectAsync(connection);
        var reader = connection.PrepareRead([_variables[3].Id]);
        Assert.Equal(3.0, (await reader.ReadAsync(TestContext.Current.CancellationToken)).Double(0));

        proxy.Fault = Fault.BlackHole;
        await Assert.ThrowsAsync<TimeoutException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadAsync_CancelledWhileItWaits_EndsAtOnce()
    {
        await using var proxy = new FaultProxy(new Uri(_server.EndpointUrl).Port, seed: 1) { PerThousand = 1_000 };
        await using var connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = proxy.Url });
        await ConnectAsync(connection);
        var reader = connection.PrepareRead([_variables[3].Id]);

        proxy.Fault = Fault.BlackHole;
        using var cancelled = new CancellationTokenSource();
        var reading = reader.ReadAsync(cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(cancelled.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task ReadAsync_Thousands_MakeNoTaskAndNoTimerEach()
    {
        var reader = _connection.PrepareRead([_variables[0].Id]);
        for (var i = 0; i < 200; i++) await reader.ReadAsync(TestContext.Current.CancellationToken);
        var timers = Timer.ActiveCount;
        for (var i = 0; i < 1_000; i++) Assert.Equal(0.0, (await reader.ReadAsync(TestContext.Current.CancellationToken)).Double(0));

        Assert.InRange(Timer.ActiveCount, 0, timers + 20);
    }
}
