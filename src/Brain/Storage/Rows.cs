namespace Jinan.IndustryBrain.Brain.Storage;

/// <summary>An insight: the columns that are asked for, and the whole of it as it was accepted.</summary>
internal sealed class InsightRow
{
    public required string Id { get; init; }
    public required string Factory { get; init; }
    public required string Asset { get; init; }

    /// <summary>From the register, as it stood when the insight came.</summary>
    public required string Sector { get; init; }

    public required string District { get; init; }

    /// <summary>See <see cref="Registry.RegisteredFactory.Unrelated"/>.</summary>
    public required string Unrelated { get; init; }

    public required string Indicator { get; init; }
    public required string Unit { get; init; }
    public required string Level { get; init; }

    /// <summary>Null unless computed.</summary>
    public double? Value { get; init; }

    public required double Coverage { get; init; }

    /// <summary>Computed, with a value, and of its own time: what figures are made of.</summary>
    public required bool Counts { get; init; }

    public required bool Computed { get; init; }
    public required DateTimeOffset WindowTo { get; init; }
    public required DateTimeOffset Source { get; init; }
    public required DateTimeOffset Stored { get; init; }
    public required string Document { get; init; }
}

/// <summary>
/// What was refused, and why. The item itself is not kept: it was malformed, and nobody knows what it carries.
/// </summary>
internal sealed class DeadLetterRow
{
    public long Id { get; init; }
    public required string Factory { get; init; }
    public required DateTimeOffset Received { get; init; }
    public required string Reason { get; init; }
    public required int Bytes { get; init; }

    /// <summary>SHA-256 of the item, lower-case hex, so that the edge can find it again.</summary>
    public required string Digest { get; init; }
}

/// <summary>The final figures of one indicator for one period. Numbers that may not be shown are not in it.</summary>
internal sealed class FigureSheetRow
{
    public required DateTimeOffset From { get; init; }
    public required string Indicator { get; init; }
    public required string Unit { get; init; }
    public required DateTimeOffset To { get; init; }
    public required string Document { get; init; }
}

/// <summary>One value about the database itself.</summary>
internal sealed class SettingRow
{
    public required string Name { get; init; }
    public required string Value { get; set; }
}
