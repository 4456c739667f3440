using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa;

/// <summary>Bodies as they are on the wire.</summary>
internal static class Wire
{
    /// <summary>Values of one message: what most servers send at most.</summary>
    public const int Values = 1_000;

    public static DateTime Start { get; } = new(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>A double as a server under load sends it: value, both times, no status.</summary>
    public static DataValue Sample(int i) => new(Math.Sin(i) * 100, default, Start.AddMilliseconds(i), Start.AddMilliseconds(i + 1));

    public static byte[] Of(IServiceMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        ServiceMessages.Encode(message, ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static PublishResponse Publish() => new()
    {
        SubscriptionId = 1,
        AvailableSequenceNumbers = [7],
        NotificationMessage = new NotificationMessage
        {
            SequenceNumber = 7,
            PublishTime = Start,
            NotificationData =
            [
                new DataChangeNotification
                {
                    MonitoredItems = [.. Enumerable.Range(0, Values).Select(i => new MonitoredItemNotification { ClientHandle = (uint)i, Value = Sample(i) })],
                }.ToExtensionObject(),
            ],
        },
        Results = [StatusCodes.Good],
    };

    public static ReadResponse Read() => new() { Results = [.. Enumerable.Range(0, Values).Select(Sample)] };
}
