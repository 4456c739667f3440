using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>A plan's indicators with what is known of each.</summary>
/// <param name="Today">By which it is told whether the cycle is closed.</param>
public sealed record TargetsAnswer(CycleAnswer Cycle, DateOnly Today, IReadOnlyList<TargetAnswer> Targets);

/// <param name="IsClosed">Its last day is over: gaps are final.</param>
/// <param name="Document">Which document it is.</param>
/// <param name="Text">The passage that lists the indicators.</param>
public sealed record CycleAnswer(string Id, Phrase Name, DateOnly Closes, bool IsClosed, Phrase Document, string Text);

/// <summary>One indicator.</summary>
/// <param name="Clause">Its words in the plan's text.</param>
/// <param name="State"><c>met</c>, <c>short</c> or <c>no_value</c>.</param>
/// <param name="Gap">Target less value: below zero the target is exceeded; null without a value.</param>
/// <param name="Share">Value by target.</param>
/// <param name="Change">Newest value less the one of the date before; null with one date only.</param>
/// <param name="Trend">One value a date, oldest first.</param>
/// <param name="Value">The newest; the final one where the cycle is closed.</param>
/// <param name="Compared">What the brain measures itself; it does not count.</param>
public sealed record TargetAnswer(
    string Id,
    Phrase Name,
    Phrase Unit,
    double Target,
    DateOnly Deadline,
    string Clause,
    string State,
    TargetValue? Value,
    double? Gap,
    double? Share,
    double? Change,
    IReadOnlyList<TargetPoint> Trend,
    ComparedFigure? Compared);

public sealed record TargetPoint(DateOnly AsOf, double Value, string Kind);

/// <summary>A value with where it comes from.</summary>
/// <param name="Kind"><c>reported</c>, <c>measured</c> or <c>estimated</c>.</param>
/// <param name="IsSuperseded">A later file corrected it.</param>
public sealed record TargetValue(
    DateOnly AsOf,
    double Value,
    string Kind,
    string Source,
    DateOnly SourceDate,
    string? Note,
    string FileName,
    string Digest,
    int Line,
    string ImportedBy,
    DateTimeOffset ImportedAt,
    bool IsSuperseded);

/// <summary>A figure that the brain measures itself.</summary>
/// <param name="Formula">How it is made.</param>
/// <param name="From">Beginning of its period.</param>
/// <param name="To">End of its period.</param>
public sealed record ComparedFigure(double Value, string Kind, Phrase Formula, DateTimeOffset From, DateTimeOffset To, double? Coverage);

/// <summary>One indicator with every value that was ever imported, newest first: what stands behind the trend.</summary>
public sealed record TargetDetail(CycleAnswer Cycle, TargetAnswer Target, IReadOnlyList<TargetValue> Values);

/// <summary>A file that was imported.</summary>
public sealed record ImportAnswer(
    string Id, string Cycle, string FileName, string Digest, string By, DateTimeOffset At, int Added, int Duplicates);
