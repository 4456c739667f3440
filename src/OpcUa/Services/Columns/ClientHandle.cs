namespace Jinan.IndustryBrain.OpcUa.Services.Columns;

/// <summary>
/// A monitored item's client handle: a dense index, so that finding the item is an array access, and the generation of the
/// subscription, so that notifications of one that was replaced are told apart.
/// <code>
/// | 31 ... 20 generation | 19 ... 0 index |
/// </code>
/// </summary>
/// <param name="Value">The number as it travels.</param>
public readonly record struct ClientHandle(uint Value)
{
    private const int IndexBits = 20;

    /// <summary>The largest index of an item.</summary>
    public const int MaxIndex = (1 << IndexBits) - 1;

    /// <summary>The largest generation; the one after it is 0 again.</summary>
    public const int MaxGeneration = (1 << (32 - IndexBits)) - 1;

    /// <exception cref="ArgumentOutOfRangeException">The index does not fit.</exception>
    public ClientHandle(int index, int generation)
        : this(((uint)(generation & MaxGeneration) << IndexBits) | (uint)index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, MaxIndex);
    }

    public int Index => (int)(Value & MaxIndex);

    public int Generation => (int)(Value >> IndexBits);
}
