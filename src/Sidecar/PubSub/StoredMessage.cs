using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>A message read for one attempt; it owns the memory of its record.</summary>
internal sealed record StoredMessage(long Sequence, LogBatch Memory, ReadOnlyMemory<byte> Bytes, MessageRecord Record) : IDisposable
{
    public static StoredMessage From(LogBatch batch)
    {
        var records = batch.GetEnumerator();
        records.MoveNext();
        var first = records.Current;
        return new(first.Sequence, batch, first.Payload, MessageRecord.Read(first.Payload));
    }

    public void Dispose() => Memory.Dispose();
}

/// <summary>What the application made of a message.</summary>
internal enum DeliveryOutcome
{
    /// <summary>Accepted.</summary>
    Done,

    /// <summary>Not accepted; to be offered again.</summary>
    Retry,

    /// <summary>Refused for good.</summary>
    Drop,

    /// <summary>There was no answer: it says nothing about the message.</summary>
    Unreachable,
}
