using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>Reads a request's query and gathers everything that is wrong with it, so that one answer tells all.</summary>
internal sealed class Parameters(IQueryCollection query, FactoryStores stores)
{
    private readonly Dictionary<string, string[]> _faults = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private string? _notFound;

    public FactoryRecords? Factory()
    {
        if (Text("factory") is not { } id)
            Fault("factory", "is missing");
        else if (!FactoryId.IsValid(id))
            Fault("factory", $"'{id}' is no id: {FactoryId.Rule}");
        else if (stores.TryGet(id, out var records))
            return records;
        else if (stores.Failed.TryGetValue(id, out var reason))
            _notFound ??= $"The data of factory '{id}' cannot be used: {reason}";
        else
            _notFound ??= $"Nothing is stored of factory '{id}'. GET /stats lists the factories.";
        return null;
    }

    /// <param name="records">The factory, if it is known.</param>
    /// <param name="required">Whether the request must name one.</param>
    public SignalDefinition? Signal(FactoryRecords? records, bool required)
    {
        if (Text("signal") is not { } name)
        {
            if (required)
                Fault("signal", "is missing: use the full name, such as auto-01-m1/torque");
            return null;
        }
        if (records is null)
            return null;
        var signal = records.Values.Catalogue.Find(name);
        if (signal is null)
            _notFound ??= $"Factory '{records.Values.Factory}' has no signal '{name}'. GET /signals?factory={records.Values.Factory} lists them.";
        return signal;
    }

    public long Time(string name, long otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (TimeText.TryParse(text, out var time))
            return time;
        Fault(name, $"'{text}' is no time: {TimeText.Rule}");
        return otherwise;
    }

    public long RequiredTime(string name)
    {
        if (!query.ContainsKey(name))
            Fault(name, $"is missing: {TimeText.Rule}");
        return Time(name, 0);
    }

    public long Width()
    {
        if (Text("width") is not { } text)
            Fault("width", "is missing: use a duration such as 500ms, 10s, 5m, 1h, 1d");
        else if (!TimeText.TryParseDuration(text, out var width))
            Fault("width", $"'{text}' is no duration: use one such as 500ms, 10s, 5m, 1h, 1d");
        else
            return width;
        return 1;
    }

    public int Limit(int otherwise, int most)
    {
        if (Text("limit") is not { } text)
            return otherwise;
        if (int.TryParse(text, out var limit) && limit >= 1 && limit <= most)
            return limit;
        Fault("limit", $"'{text}' is not allowed: use 1 to {most}");
        return otherwise;
    }

    public ValueCursor? After()
    {
        if (Text("after") is not { } text)
            return null;
        if (ValueCursor.TryParse(text, out var cursor))
            return cursor;
        Fault("after", $"'{text}' is no place in the values: {ValueCursor.Rule}");
        return null;
    }

    public bool Flag(string name)
    {
        if (Text(name) is not { } text)
            return false;
        if (bool.TryParse(text, out var flag))
            return flag;
        Fault(name, $"'{text}' is not allowed: use true or false");
        return false;
    }

    public string? Text(string name)
    {
        _known.Add(name);
        var values = query[name];
        if (values.Count > 1)
            Fault(name, "is given more than once");
        return values is [{ Length: > 0 } value, ..] ? value : null;
    }

    public void Fault(string name, string fault) => _faults.TryAdd(name, [fault]);

    /// <summary>The problem document, when the request cannot be answered. Call it after all parameters were read.</summary>
    public bool IsFaulty([NotNullWhen(true)] out IResult? problem)
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
            Fault(name, $"is not known here: use {string.Join(", ", _known)}");
        problem = _faults.Count > 0
            ? Results.ValidationProblem(_faults, title: "The query cannot be understood", statusCode: StatusCodes.Status400BadRequest)
            : _notFound is not null
                ? Results.Problem(_notFound, statusCode: StatusCodes.Status404NotFound, title: "Not found")
                : null;
        return problem is not null;
    }
}
