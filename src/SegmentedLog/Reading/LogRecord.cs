namespace Jinan.IndustryBrain.DurableLog;

/// <summary>One record. The payload is a slice of pooled memory: copy what outlives the batch or the loop step.</summary>
public readonly record struct LogRecord(long Sequence, ReadOnlyMemory<byte> Payload);
