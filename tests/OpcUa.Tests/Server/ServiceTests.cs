using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

public sealed class ServiceTests
{
    [Theory]
    [InlineData(long.MaxValue, long.MaxValue, false)]
    [InlineData(long.MaxValue, long.MaxValue, true)]
    [InlineData(1L, long.MaxValue, true)]
    [InlineData(long.MaxValue, 1L, true)]
    public async Task HistoryRead_ToTheEndsOfTime_IsAnswered(long from, long to, bool bounds)
    {
        await using var plant = new TestServer();
        var past = plant.Add("past", new VariableSettings(BuiltInType.Double) { HistoryCapacity = 10 });
        past.SetValue(1.0, TestServer.Start);
        past.SetValue(2.0, DateTime.MaxValue);
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var request = new HistoryReadRequest
        {
            TimestampsToReturn = TimestampsToReturn.Source,
            HistoryReadDetails = new ReadRawModifiedDetails { StartTime = OpcUaTime.ToDateTime(from), EndTime = OpcUaTime.ToDateTime(to), ReturnBounds = bounds }.ToExtensionObject(),
            NodesToRead = [new HistoryReadValueId { NodeId = past.Id }],
        };

        var result = Assert.Single((await client.AskAsync<HistoryReadResponse>(request)).Results);

        Assert.False(result.StatusCode.IsBad);
        Assert.Empty(plant.Unexpected);
    }

    [Fact]
    public async Task Session_WrongUserOrNone_IsRefused()
    {
        await using var plant = new TestServer(options => options with { AllowAnonymous = false });

        Assert.Equal(StatusCodes.BadIdentityTokenRejected, await StatusOfAsync(() => RawClient.ConnectAsync(plant.Server)));
        Assert.Equal(StatusCodes.BadUserAccessDenied, await StatusOfAsync(() => RawClient.ConnectAsync(plant.Server, "li", "wrong")));
        await using var li = await RawClient.ConnectAsync(plant.Server, "li", "li-secret");
    }

    [Fact]
    public async Task Request_WithoutSessionOrNotActivated_IsRefused()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.OpenAsync(plant.Server);
        var read = new ReadRequest { NodesToRead = [new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.Value }] };
        Assert.Equal(StatusCodes.BadSessionIdInvalid, await client.FaultAsync(read));

        client.Token = (await client.AskAsync<CreateSessionResponse>(new CreateSessionRequest())).AuthenticationToken;

        Assert.Equal(StatusCodes.BadSessionNotActivated, await client.FaultAsync(read));
    }

    [Fact]
    public async Task Request_UnknownServiceOrEmptyOrTooLong_GetsTheStatusMeantForIt()
    {
        await using var plant = new TestServer(options => options with { Limits = new ServerLimits { MaxOperations = 3 } });
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var four = Enumerable.Repeat(new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.Value }, 4).ToArray();

        Assert.Equal(StatusCodes.BadNothingToDo, await client.FaultAsync(new ReadRequest()));
        Assert.Equal(StatusCodes.BadTooManyOperations, await client.FaultAsync(new ReadRequest { NodesToRead = four }));
        Assert.Equal(StatusCodes.BadServiceUnsupported, await RawClient.FaultAsync(client.SendBytesAsync(Encoded(54_321, client.Token))));
        Assert.Empty(plant.Unexpected);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(0, 1, 3)]
    [InlineData(-3, 0, 1)]
    [InlineData(-2, 0, 3)]
    public async Task Write_OfAnotherRankThanTheVariables_IsRefused(int rank, int fewest, int most)
    {
        await using var plant = new TestServer();
        var shaped = plant.Add("shaped", new VariableSettings(BuiltInType.Int32) { ValueRank = rank, Write = _ => StatusCodes.Good });
        await using var client = await RawClient.ConnectAsync(plant.Server);
        Variant[] values =
        [
            7, new[] { 1, 2, 3, 4 },
            Variant.FromMatrix(BuiltInType.Int32, new[] { 1, 2, 3, 4 }, 2, 2), Variant.FromMatrix(BuiltInType.Int32, new[] { 1, 2, 3, 4 }, 2, 2, 1),
        ];

        var response = await client.AskAsync<WriteResponse>(new WriteRequest
        {
            NodesToWrite = Array.ConvertAll(values, value => new WriteValue { NodeId = shaped.Id, AttributeId = AttributeIds.Value, Value = new DataValue(value) }),
        });
        var dimensions = await client.AskAsync<ReadResponse>(new ReadRequest { NodesToRead = [new ReadValueId { NodeId = shaped.Id, AttributeId = AttributeIds.ArrayDimensions }] });

        var expected = Enumerable.Range(0, 4).Select(count => count >= fewest && count <= most ? StatusCodes.Good : StatusCodes.BadTypeMismatch);
        Assert.Equal(expected, response.Results);
        Assert.Equal(values[most], shaped.Value.Value);
        Assert.Equal(rank >= 1 ? (Variant)new uint[rank] : Variant.Null, dimensions.Results[0].Value);
    }

    [Fact]
    public async Task Read_EachKindOfFault_LeavesTheOthersReadable()
    {
        await using var plant = new TestServer();
        var array = plant.Add("array", new VariableSettings(BuiltInType.Int32) { ValueRank = 1, InitialValue = new[] { 10, 11, 12, 13 } });
        var empty = plant.Add("empty", new VariableSettings(BuiltInType.Double));
        await using var client = await RawClient.ConnectAsync(plant.Server);

        var response = await client.AskAsync<ReadResponse>(new ReadRequest
        {
            TimestampsToReturn = TimestampsToReturn.Source,
            NodesToRead =
            [
                Value(plant.Temperature.Id),
                Value(new NodeId("none", plant.Namespace)),
                Value(plant.Folder.Id),
                Value(array.Id) with { IndexRange = "1:2" },
                Value(array.Id) with { IndexRange = "3" },
                Value(array.Id) with { IndexRange = "4" },
                Value(array.Id) with { IndexRange = "2:1" },
                Value(plant.Temperature.Id) with { IndexRange = "0" },
                Value(plant.Temperature.Id) with { DataEncoding = new QualifiedName("Default XML") },
                Value(empty.Id),
                new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.DisplayName },
                new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.EventNotifier },
            ],
        });

        Assert.Equal(
            [
                StatusCodes.Good, StatusCodes.BadNodeIdUnknown, StatusCodes.BadAttributeIdInvalid, StatusCodes.Good, StatusCodes.Good,
                StatusCodes.BadIndexRangeNoData, StatusCodes.BadIndexRangeInvalid, StatusCodes.BadIndexRangeNoData,
                StatusCodes.BadDataEncodingUnsupported, StatusCodes.BadWaitingForInitialData, StatusCodes.Good, StatusCodes.BadAttributeIdInvalid,
            ],
            response.Results.Select(result => result.StatusCode));
        Assert.Equal(new[] { 11, 12 }, response.Results[3].Value.Elements);
        Assert.Equal(new[] { 13 }, response.Results[4].Value.Elements);
        Assert.NotEqual(default, response.Results[0].SourceTimestamp);
        Assert.Equal(default, response.Results[0].ServerTimestamp);
    }

    [Theory]
    [InlineData(3, 6, new[] { 3.0, 4, 5, 6 })]               // values at both ends
    [InlineData(3.5, 5.5, new[] { 3.0, 4, 5, 6 })]           // values just outside of them
    [InlineData(6, 3, new[] { 6.0, 5, 4, 3 })]               // backwards
    [InlineData(5.5, 3.5, new[] { 6.0, 5, 4, 3 })]
    [InlineData(-5, 1, new[] { double.NaN, 0, 1 })]          // nothing before
    [InlineData(8, 20, new[] { 8, 9, double.NaN })]          // nothing behind
    [InlineData(20, 8, new[] { double.NaN, 9, 8 })]
    public async Task HistoryRead_WithBounds_GivesThemOrSaysThatThereAreNone(double from, double to, double[] expected)
    {
        await using var plant = new TestServer();
        var kept = plant.Add("kept", new VariableSettings(BuiltInType.Double) { HistoryCapacity = 100 });
        for (var i = 0; i < 10; i++)
            kept.SetValue((double)i, TestServer.Start.AddSeconds(i));
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var details = new ReadRawModifiedDetails
        {
            StartTime = TestServer.Start.AddSeconds(from), EndTime = TestServer.Start.AddSeconds(to), NumValuesPerNode = 2, ReturnBounds = true,
        };
        var values = new List<DataValue>();
        byte[]? point = null;
        do
        {
            var response = await client.AskAsync<HistoryReadResponse>(new HistoryReadRequest
            {
                HistoryReadDetails = details.ToExtensionObject(),
                NodesToRead = [new HistoryReadValueId { NodeId = kept.Id, ContinuationPoint = point }],
            });
            Assert.True(response.Results[0].HistoryData.TryDecode<HistoryData>(out var data));
            values.AddRange(data!.DataValues);
            point = response.Results[0].ContinuationPoint;
        }
        while (point is not null);

        Assert.Equal(expected, values.Select(value => value.StatusCode == StatusCodes.BadBoundNotFound ? double.NaN : (double)value.Value.ToObject()!));
        Assert.Empty(plant.Unexpected);
    }

    [Fact]
    public async Task HistoryRead_WhatIsNotOffered_IsRefusedByItsStatus()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var times = new ReadRawModifiedDetails { StartTime = TestServer.Start, EndTime = TestServer.Start.AddDays(1) };
        HistoryReadRequest Ask(ExtensionObject details) => new() { HistoryReadDetails = details, NodesToRead = [new HistoryReadValueId { NodeId = plant.Temperature.Id }] };

        Assert.Equal(StatusCodes.BadNothingToDo, await client.FaultAsync(new HistoryReadRequest()));
        Assert.Equal(StatusCodes.BadHistoryOperationUnsupported, await client.FaultAsync(Ask(ExtensionObject.Null)));
        Assert.Equal(StatusCodes.BadHistoryOperationUnsupported, await client.FaultAsync(Ask((times with { IsReadModified = true }).ToExtensionObject())));
        Assert.Equal(StatusCodes.BadInvalidTimestampArgument, await client.FaultAsync(Ask(new ReadRawModifiedDetails { StartTime = TestServer.Start }.ToExtensionObject())));
        var forged = await client.AskAsync<HistoryReadResponse>(Ask(times.ToExtensionObject()) with
        {
            NodesToRead = [new HistoryReadValueId { NodeId = plant.Add("kept", new VariableSettings(BuiltInType.Double) { HistoryCapacity = 1 }).Id, ContinuationPoint = new byte[8] }],
        });
        Assert.Equal(StatusCodes.BadContinuationPointInvalid, forged.Results[0].StatusCode);
    }

    [Fact]
    public async Task RegisterNodes_GivesTheSameIds_AndTakesThemBack()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);

        var registered = await client.AskAsync<RegisterNodesResponse>(new RegisterNodesRequest { NodesToRegister = [plant.Temperature.Id, new NodeId("none", 2)] });
        await client.AskAsync<UnregisterNodesResponse>(new UnregisterNodesRequest { NodesToUnregister = registered.RegisteredNodeIds });

        Assert.Equal([plant.Temperature.Id, new NodeId("none", 2)], registered.RegisteredNodeIds);
        Assert.Equal(StatusCodes.BadNothingToDo, await client.FaultAsync(new RegisterNodesRequest()));
    }

    [Fact]
    public async Task Browse_MorePointsThanAllowed_RefusesAndGivesThemBack()
    {
        await using var plant = new TestServer(options => options with { Limits = new ServerLimits { MaxContinuationPoints = 1 } });
        for (var i = 0; i < 5; i++)
            plant.Add($"v{i}", new VariableSettings(BuiltInType.Double));
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var folder = new BrowseDescription { NodeId = plant.Folder.Id, ReferenceTypeId = ReferenceTypeIds.Organizes, ResultMask = 63 };
        var request = new BrowseRequest { RequestedMaxReferencesPerNode = 4, NodesToBrowse = [folder, folder, folder with { NodeId = new NodeId("none", 2) }] };

        var results = (await client.AskAsync<BrowseResponse>(request)).Results;
        var released = await client.AskAsync<BrowseNextResponse>(
            new BrowseNextRequest { ReleaseContinuationPoints = true, ContinuationPoints = [results[0].ContinuationPoint] });
        var again = await client.AskAsync<BrowseNextResponse>(new BrowseNextRequest { ContinuationPoints = [results[0].ContinuationPoint, [1, 2]] });

        Assert.Equal([StatusCodes.Good, StatusCodes.BadNoContinuationPoints, StatusCodes.BadNodeIdUnknown], results.Select(result => result.StatusCode));
        Assert.Equal(4, results[0].References.Length);
        Assert.Equal(StatusCodes.Good, released.Results[0].StatusCode);
        Assert.All(again.Results, result => Assert.Equal(StatusCodes.BadContinuationPointInvalid, result.StatusCode));
        // The place is free again, and goes to the end of the list this time.
        var next = (await client.AskAsync<BrowseResponse>(new BrowseRequest { RequestedMaxReferencesPerNode = 4, NodesToBrowse = [folder] })).Results[0];
        var rest = (await client.AskAsync<BrowseNextResponse>(new BrowseNextRequest { ContinuationPoints = [next.ContinuationPoint] })).Results[0];
        Assert.Equal(2, rest.References.Length);
        Assert.Null(rest.ContinuationPoint);
    }

    [Fact]
    public async Task Call_HandlerThrows_ClientGetsInternalErrorAndHostIsTold()
    {
        await using var plant = new TestServer();
        var method = plant.Server.AddressSpace.AddMethod(
            plant.Folder, new NodeId("fail", plant.Namespace), new QualifiedName(plant.Namespace, "fail"), [], [], _ => throw new InvalidOperationException("host's fault"));
        await using var client = await RawClient.ConnectAsync(plant.Server);

        var status = await client.FaultAsync(new CallRequest { MethodsToCall = [new CallMethodRequest { ObjectId = plant.Folder.Id, MethodId = method.Id }] });

        Assert.Equal(StatusCodes.BadInternalError, status);
        Assert.Equal("host's fault", Assert.Single(plant.Unexpected).Message);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSo()
    {
        await using var first = new TestServer();

        var fault = Assert.Throws<OpcUaException>(() => new TestServer(options => options with { Port = first.Server.EndPoint.Port }));

        Assert.Contains($"Port {first.Server.EndPoint.Port}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("in use", fault.Message, StringComparison.Ordinal);
    }

    private static ReadValueId Value(NodeId id) => new() { NodeId = id, AttributeId = AttributeIds.Value };

    private static async Task<StatusCode> StatusOfAsync(Func<Task<RawClient>> connect) =>
        (await Assert.ThrowsAsync<OpcUaException>(connect)).StatusCode;

    private static byte[] Encoded(uint encodingId, NodeId token)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new UaWriter(bytes);
        writer.WriteNodeId(new NodeId(encodingId));
        new RequestHeader { AuthenticationToken = token }.Encode(ref writer);
        writer.WriteInt32(0);
        writer.WriteInt32(0);
        writer.Flush();
        return bytes.WrittenMemory.ToArray();
    }
}
