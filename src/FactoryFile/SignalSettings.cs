using System.Globalization;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>One value of a machine.</summary>
public sealed record SignalSettings
{
    /// <summary>Its name within the asset.</summary>
    public required string Name { get; init; }

    /// <summary>The variable.</summary>
    public required ExpandedNodeId Node { get; init; }

    /// <summary>Where the value lies in a structure, such as <c>Position.X</c> or <c>Axes[2].Torque</c>; null: the value itself.</summary>
    public string? Path { get; init; }

    /// <summary>UCUM; empty where there is none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How the value is stored.</summary>
    public SignalType Type { get; init; }

    /// <summary>How often the server looks; zero: as fast as it can.</summary>
    public TimeSpan Sampling { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that the server keeps between two publishing times.</summary>
    public uint Queue { get; init; } = 10;

    /// <summary>What goes when the queue is full.</summary>
    public DiscardPolicy Discard { get; init; }

    /// <summary>What counts as a change.</summary>
    public ChangeTrigger Trigger { get; init; } = ChangeTrigger.Value;

    /// <summary>Smallest change that is sent; null: every one.</summary>
    public Deadband? Deadband { get; init; }

    /// <summary>Where the signal is read through another connection than its asset's.</summary>
    public string? Connection { get; init; }
}

/// <summary>What goes when a queue at the server is full (OPC 10000-4, 7.21).</summary>
public enum DiscardPolicy
{
    /// <summary>The oldest change: the newest are sent.</summary>
    Oldest,

    /// <summary>The newest change but the last: the queue keeps what came first.</summary>
    Newest,
}

/// <summary>What counts as a change; each includes the ones before. The numbers are those of DataChangeTrigger (OPC 10000-4, 7.22.2).</summary>
public enum ChangeTrigger
{
    /// <summary>The status alone.</summary>
    Status = 0,

    /// <summary>Status or value.</summary>
    Value = 1,

    /// <summary>Status, value or source time.</summary>
    Timestamp = 2,
}

/// <summary>Smallest change of a number that is sent.</summary>
/// <param name="Value">In the signal's unit, or in percent of its EURange.</param>
/// <param name="IsPercent">Of the EURange that the server knows for the variable.</param>
public readonly record struct Deadband(double Value, bool IsPercent)
{
    /// <summary>Reads a number in the signal's unit, such as 0.5, or a share of its range, such as 2 %.</summary>
    public static bool TryParse(string? text, out Deadband deadband)
    {
        deadband = default;
        var isPercent = text is [.., '%'];
        var number = isPercent ? text.AsSpan(0, text!.Length - 1).TrimEnd() : text.AsSpan();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value) || (isPercent && value > 100))
            return false;
        deadband = new Deadband(value, isPercent);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Value.ToString(CultureInfo.InvariantCulture) + (IsPercent ? " %" : "");
}
