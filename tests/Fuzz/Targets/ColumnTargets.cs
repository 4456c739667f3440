using Jinan.IndustryBrain.Fuzz.Capture;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>The fused decoders of Publish, Republish and Read, held against the general ones where both take the bytes.</summary>
internal static class ColumnTargets
{
    public static IEnumerable<FuzzTarget> All()
    {
        var publish = new PublishColumns();
        yield return new FuzzTarget("columns/Publish", Seeds<PublishResponse>(PublishResponse.BinaryEncodingId), input =>
        {
            var reader = Body(input);
            publish.Decode(ref reader);
            Walk(publish.Values);
            ComparePublish(publish, input);
        }) { AllocationBase = 512 * 1024 };

        var republish = new PublishColumns();
        yield return new FuzzTarget("columns/Republish", Seeds<RepublishResponse>(RepublishResponse.BinaryEncodingId), input =>
        {
            var reader = Body(input);
            republish.DecodeRepublish(ref reader, 7);
            Walk(republish.Values);
            republish.Values.ResolveHandles(1, 100);
            Walk(republish.Values);
        }) { AllocationBase = 512 * 1024 };

        var read = new ReadColumns();
        yield return new FuzzTarget("columns/Read", Seeds<ReadResponse>(ReadResponse.BinaryEncodingId), input =>
        {
            var reader = Body(input);
            read.Decode(ref reader);
            Walk(read.Values);
            if (Whole<ReadResponse>(input) is { } general) Compare(read.Values, general.Results);
        }) { AllocationBase = 512 * 1024 };
    }

    static UaReader Body(byte[] input)
    {
        var reader = new UaReader(input, FuzzLimits.Encoding);
        ServiceMessages.ReadEncodingId(ref reader);
        return reader;
    }

    static List<byte[]> Seeds<T>(uint encodingId)
        where T : IServiceMessage, new()
    {
        var seeds = new List<byte[]>(CapturedCorpus.Of(encodingId).Where(body => body.Length < 4_096))
        {
            OpcUaTypes.Encoded(OpcUaTypes.Filled(typeof(T)), withId: true),
        };
        var random = new FuzzRandom(encodingId);
        for (var i = 0; i < 12; i++) seeds.Add(OpcUaTypes.Encoded(Response<T>(random), withId: true));
        return seeds;
    }

    static object Response<T>(FuzzRandom random)
    {
        DataValue[] values = [.. Enumerable.Range(0, random.Between(1, 12)).Select(_ => Fragments.Data(random, 0))];
        if (typeof(T) == typeof(ReadResponse)) return new ReadResponse { Results = values };
        var changes = new DataChangeNotification
        {
            MonitoredItems = [.. values.Select((value, i) => new MonitoredItemNotification { ClientHandle = (uint)i, Value = value })],
        };
        var message = new NotificationMessage
        {
            SequenceNumber = (uint)random.Below(100), PublishTime = DateTime.UnixEpoch,
            NotificationData = [changes.ToExtensionObject(), new StatusChangeNotification { Status = StatusCodes.BadTimeout }.ToExtensionObject()],
        };
        return typeof(T) == typeof(PublishResponse)
            ? new PublishResponse { SubscriptionId = 3, NotificationMessage = message, AvailableSequenceNumbers = [1, 2], Results = [StatusCodes.Good] }
            : new RepublishResponse { NotificationMessage = message };
    }

    // Every accessor, for every row, whatever its kind.
    static void Walk(ValueColumns values)
    {
        for (var row = 0; row < values.Count; row++)
        {
            _ = values.Value(row);
            if (values.Kind[row] is ColumnKind.Text) _ = values.Text(row).Length;
            _ = values.SourceTime[row] + values.ServerTime[row] + values.Status[row] + values.Handle[row];
        }
    }

    static T? Whole<T>(byte[] input)
        where T : class
    {
        try
        {
            var reader = new UaReader(input, FuzzLimits.Encoding);
            var message = ServiceMessages.Decode(ref reader) as T;
            reader.EnsureEnd();
            return message;
        }
        catch (OpcUaException)
        {
            // A text that is no UTF-8 spoils the general decoder's message and only one row of the columns.
            return null;
        }
    }

    static void ComparePublish(PublishColumns columns, byte[] input)
    {
        if (Whole<PublishResponse>(input) is not { } general) return;
        if (general.SubscriptionId != columns.SubscriptionId || general.NotificationMessage.SequenceNumber != columns.SequenceNumber)
            throw new RuleBrokenException("Columns and objects name other subscriptions or sequence numbers.");
        var values = new List<DataValue>();
        try
        {
            foreach (var data in general.NotificationMessage.NotificationData)
            {
                if (data.TryDecode<DataChangeNotification>(out var changes, FuzzLimits.Encoding))
                    values.AddRange(changes!.MonitoredItems.Select(item => item.Value));
            }
        }
        catch (OpcUaException)
        {
            return;
        }

        Compare(columns.Values, values);
    }

    static void Compare(ValueColumns columns, IReadOnlyList<DataValue> values)
    {
        if (columns.Count != values.Count) throw new RuleBrokenException($"{columns.Count} rows in columns, {values.Count} as objects.");
        for (var row = 0; row < values.Count; row++)
        {
            var (expected, got) = (values[row].Value, columns.Value(row));
            var same = columns.Kind[row] switch
            {
                ColumnKind.Double => expected.TryGetDouble(out var number) && number.Equals(columns.Double(row)),
                ColumnKind.Int64 => expected.TryGetInt64(out var integer) && integer == columns.Int64(row),
                ColumnKind.Text => expected.AsString() == got.AsString(),
                ColumnKind.DateTime => expected.Type is BuiltInType.DateTime,
                ColumnKind.General => expected.Type == got.Type && expected.IsArray == got.IsArray,
                _ => expected.IsNull || (expected.Type is BuiltInType.String && expected.AsString() is null),
            };
            if (!same || columns.Status[row] != values[row].StatusCode.Code)
                throw new RuleBrokenException($"Row {row} is {got} ({columns.Status[row]:X8}) in columns and {expected} ({values[row].StatusCode}) as an object.");
        }
    }
}
