using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Notification messages that were sent and not acknowledged (OPC 10000-4, 5.14.1.2), as encoded bytes in pooled buffers.
/// Bounded by number and by bytes: the oldest goes first, and Republish of it gives BadMessageNotAvailable.
/// </summary>
internal sealed class RetransmissionQueue(int maxMessages, int maxBytes)
{
    private readonly List<(uint SequenceNumber, MessageBuffer Message)> _messages = [];
    private long _bytes;

    public int Count => _messages.Count;

    /// <summary>Takes over a message.</summary>
    public void Add(uint sequenceNumber, MessageBuffer message)
    {
        while (_messages.Count > 0 && (_messages.Count >= maxMessages || _bytes + message.BodyLength > maxBytes))
            RemoveAt(0);
        _messages.Add((sequenceNumber, message));
        _bytes += message.BodyLength;
    }

    public bool Acknowledge(uint sequenceNumber)
    {
        var index = IndexOf(sequenceNumber);
        if (index < 0)
            return false;
        RemoveAt(index);
        return true;
    }

    /// <summary>The encoded NotificationMessage; empty where it is gone. Valid until the next change of the queue.</summary>
    public ReadOnlySpan<byte> Find(uint sequenceNumber)
    {
        var index = IndexOf(sequenceNumber);
        return index < 0 ? default : _messages[index].Message.Body;
    }

    public uint SequenceNumberAt(int index) => _messages[index].SequenceNumber;

    public uint[] SequenceNumbers() => [.. _messages.Select(message => message.SequenceNumber)];

    public void Clear()
    {
        foreach (var (_, message) in _messages)
            message.Dispose();
        _messages.Clear();
        _bytes = 0;
    }

    // Acknowledgements come in order, so that what is looked for is nearly always the first.
    private int IndexOf(uint sequenceNumber)
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages[i].SequenceNumber == sequenceNumber)
                return i;
        }

        return -1;
    }

    private void RemoveAt(int index)
    {
        var message = _messages[index].Message;
        _messages.RemoveAt(index);
        _bytes -= message.BodyLength;
        message.Dispose();
    }
}
