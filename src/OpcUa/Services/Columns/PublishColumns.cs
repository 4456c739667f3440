using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services.Columns;

/// <summary>
/// One PublishResponse (OPC UA Part 4, 5.14.5) decoded straight into columns: with numbers, Booleans, times and strings
/// nothing is allocated for a value once the arrays have grown. Reused; not for several threads.
/// </summary>
public sealed class PublishColumns
{
    private readonly List<ExtensionObject> _others = [];
    private uint[] _available = [];
    private int _availableCount;
    private StatusCode[] _results = [];
    private int _resultCount;

    public uint RequestHandle { get; private set; }

    /// <summary>How the service ended. With a Bad status the rest is empty.</summary>
    public StatusCode ServiceResult { get; private set; }

    public uint SubscriptionId { get; private set; }

    /// <summary>Messages that may still be republished.</summary>
    public ReadOnlySpan<uint> AvailableSequenceNumbers => _available.AsSpan(0, _availableCount);

    public bool MoreNotifications { get; private set; }

    /// <summary>The message's number; for a keep-alive the number that the next message will have.</summary>
    public uint SequenceNumber { get; private set; }

    /// <summary>Unix nanoseconds of the server's clock.</summary>
    public long PublishTime { get; private set; }

    /// <summary>True where the message has no notifications at all.</summary>
    public bool IsKeepAlive { get; private set; }

    /// <summary>The subscription ended or was transferred; null where nothing of the kind was said.</summary>
    public StatusCode? StatusChange { get; private set; }

    /// <summary>The changed values, in the order of the message.</summary>
    public ValueColumns Values { get; } = new();

    /// <summary>Notifications of other kinds (events), undecoded.</summary>
    public IReadOnlyList<ExtensionObject> Others => _others;

    /// <summary>One result for each acknowledgement of the request.</summary>
    public ReadOnlySpan<StatusCode> Results => _results.AsSpan(0, _resultCount);

    /// <summary>Forgets the message and keeps the arrays.</summary>
    public void Clear()
    {
        Values.Clear();
        _others.Clear();
        _availableCount = 0;
        _resultCount = 0;
        StatusChange = null;
        IsKeepAlive = false;
        MoreNotifications = false;
        SubscriptionId = 0;
        SequenceNumber = 0;
        PublishTime = OpcUaTime.NoTime;
    }

    /// <summary>
    /// Decodes a PublishResponse. The encoding id was read before, and was
    /// <see cref="PublishResponse.BinaryEncodingId"/>.
    /// </summary>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded; the columns then hold nothing of use.</exception>
    public void Decode(ref UaReader reader)
    {
        Clear();
        ColumnDecoder.ReadHeader(ref reader, out var handle, out var result);
        RequestHandle = handle;
        ServiceResult = result;
        SubscriptionId = reader.ReadUInt32();
        _availableCount = ColumnDecoder.ReadUInt32s(ref reader, ref _available);
        MoreNotifications = reader.ReadBoolean();
        ReadMessage(ref reader);
        _resultCount = ColumnDecoder.ReadStatusCodes(ref reader, ref _results);
        reader.ReadDiagnosticInfos();
        reader.EnsureEnd();
    }

    /// <summary>As <see cref="Decode"/>, for a RepublishResponse (5.14.6).</summary>
    /// <param name="reader">Stands behind the encoding id.</param>
    /// <param name="subscriptionId">The subscription that was asked for: the response does not name it.</param>
    public void DecodeRepublish(ref UaReader reader, uint subscriptionId)
    {
        Clear();
        ColumnDecoder.ReadHeader(ref reader, out var handle, out var result);
        RequestHandle = handle;
        ServiceResult = result;
        SubscriptionId = subscriptionId;
        ReadMessage(ref reader);
        reader.EnsureEnd();
    }

    /// <summary>NotificationMessage (7.26): number, time, and ExtensionObjects that each hold notifications of one kind.</summary>
    private void ReadMessage(ref UaReader reader)
    {
        SequenceNumber = reader.ReadUInt32();
        PublishTime = OpcUaTime.ToUnixNanoseconds(reader.ReadInt64());
        var count = reader.ReadArrayLength(minimumElementBytes: 3);
        IsKeepAlive = count <= 0;
        for (var i = 0; i < count; i++)
        {
            var typeId = reader.ReadNodeId();
            var encoding = reader.ReadByte();
            if (encoding == 0)
                continue;
            if (encoding == 1 && typeId.NamespaceIndex == 0 && typeId.Numeric == DataChangeNotification.BinaryEncodingId)
                ColumnDecoder.ReadDataChanges(ref reader, Values);
            else
                AddOther(typeId, encoding, reader.ReadByteString());
        }
    }

    private void AddOther(NodeId typeId, byte encoding, byte[]? body)
    {
        if (encoding > 2)
            Malformed.Value($"ExtensionObject encoding {encoding} is none of 0, 1 and 2.");
        var other = new ExtensionObject(typeId, (ExtensionObjectEncoding)encoding, body);
        if (other.TryDecode<StatusChangeNotification>(out var change))
            StatusChange = change!.Status;
        else
            _others.Add(other);
    }
}
