using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What a variable holds and what clients may do with it.</summary>
public sealed record VariableSettings
{
    private const byte CurrentRead = 0x01;
    private const byte CurrentWrite = 0x02;
    private const byte HistoryRead = 0x04;

    /// <summary>A scalar of a built-in type.</summary>
    public VariableSettings(BuiltInType type) => Type = type;

    /// <summary>The type of the value; writes of any other are refused.</summary>
    public BuiltInType Type { get; }

    /// <summary>The data type's node where it is more special than <see cref="Type"/>; null otherwise.</summary>
    public NodeId? DataType { get; init; }

    /// <summary>-1 scalar, 1 one dimension, 2 and more a matrix of so many, 0 an array of any, -3 a scalar or one dimension, -2 anything (OPC 10000-3, 5.6.2).</summary>
    public int ValueRank { get; init; } = -1;

    /// <summary>The value before the first <see cref="VariableNode.SetValue(Variant, DateTime, StatusCode)"/>; null reads as BadWaitingForInitialData.</summary>
    public Variant InitialValue { get; init; }

    /// <summary>
    /// How often the source gives values; zero where they come at any time. A monitored item that samples as fast or faster
    /// gets every value that is set; a slower one the last of each of its intervals.
    /// </summary>
    public TimeSpan MinimumSamplingInterval { get; init; }

    /// <summary>Called when a client writes, before the value is stored; a bad status refuses the write. Null: read only.</summary>
    public Func<DataValue, StatusCode>? Write { get; init; }

    /// <summary>
    /// Gives the value whenever it is read, instead of one that is set. Items on it are sampled when their subscription
    /// publishes. It must not wait, nor read or set other variables: a subscription's lock is held meanwhile.
    /// </summary>
    public Func<Variant>? Compute { get; init; }

    /// <summary>Values of the past that the variable itself keeps in memory, for HistoryRead; 0 keeps none.</summary>
    public int HistoryCapacity { get; init; }

    /// <summary>Where the past of the variable is kept, for HistoryRead; null where there is none but <see cref="HistoryCapacity"/>.</summary>
    public IHistorySource? History { get; init; }

    internal bool HasHistory => History is not null || HistoryCapacity > 0;

    internal NodeId DataTypeId => DataType ?? new NodeId((uint)Type);

    internal byte AccessLevel => (byte)(CurrentRead | (Write is null ? 0 : CurrentWrite) | (HasHistory ? HistoryRead : 0));

    /// <summary>Whether a value has as many dimensions as <see cref="ValueRank"/> says.</summary>
    internal bool Allows(Variant value)
    {
        var dimensions = value.IsArray ? Math.Max(1, value.Dimensions.Count) : 0;
        return ValueRank switch
        {
            -1 => dimensions == 0,
            -2 => true,
            -3 => dimensions <= 1,
            0 => dimensions >= 1,
            _ => dimensions == ValueRank,
        };
    }
}
