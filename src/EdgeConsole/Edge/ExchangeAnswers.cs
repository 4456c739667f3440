using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>The uplink's <c>GET /disclosure/{factory}</c>.</summary>
/// <param name="Waiting">Reports that the city has not acknowledged yet.</param>
/// <param name="Refused">Reports that the city does not take, as they are now.</param>
public sealed record DisclosureAnswer(
    DisclosurePolicy Policy, DateTimeOffset? Changed, string? By, long Waiting, IReadOnlyList<RefusedReportAnswer> Refused,
    IReadOnlyList<DisclosedFieldAnswer> Fields);

public sealed record RefusedReportAnswer(string Case, string Reason, SentenceCode? ReasonCode = null);

/// <param name="Leaves"><c>always</c>, <c>never</c>, or the field of the policy that releases it.</param>
public sealed record DisclosedFieldAnswer(string Kind, string Path, string Leaves);

/// <summary><c>GET /exports</c>.</summary>
public sealed record ExportsAnswer(IReadOnlyList<ExportAnswer> Exports);

public sealed record ExportAnswer(long Number, DateTimeOffset At, string Kind, int Count, long Bytes, string Digest, string Outcome);

/// <summary><c>GET /exports/last</c>.</summary>
public sealed record LastExportsAnswer(IReadOnlyList<LastExportAnswer> Payloads);

public sealed record LastExportAnswer(string Kind, DateTimeOffset At, int Bytes, JsonElement Body);

/// <summary><c>GET /tasks</c>.</summary>
public sealed record TasksAnswer(ExchangeStateAnswer City, IReadOnlyList<TaskAnswerRecord> Tasks);

/// <param name="Name"><c>idle</c>, <c>waiting</c> or <c>not_offered</c>.</param>
public sealed record ExchangeStateAnswer(string Name, DateTimeOffset? LastDone, string? Fault, SentenceCode? FaultCode = null);

/// <summary>A task with what the factory answered.</summary>
public sealed record TaskAnswerRecord(CityTask Task, IReadOnlyList<GivenAnswer> Answers);

/// <param name="State"><c>waiting</c>, <c>sent</c> or <c>refused</c>.</param>
public sealed record GivenAnswer(TaskAnswer Answer, string State, string? Fault, SentenceCode? FaultCode = null);
