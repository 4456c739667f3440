using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Which events an item reports, and which of their fields (OPC 10000-4, 7.22.3). Read once, when the item is made.</summary>
internal sealed class EventItemFilter
{
    private const int MaxSelectClauses = 1_000;

    private readonly SimpleAttributeOperand[] _select;
    private readonly EventCondition _where;

    private EventItemFilter(SimpleAttributeOperand[] select, EventCondition where)
    {
        _select = select;
        _where = where;
    }

    /// <summary>A bad status says why an item cannot have this filter; the result says more.</summary>
    public static StatusCode TryRead(ExtensionObject wished, AddressSpace space, out EventItemFilter? filter, out ExtensionObject result)
    {
        filter = null;
        result = ExtensionObject.Null;
        EventFilter? asked;
        try
        {
            if (!wished.TryDecode(out asked))
                return wished.IsNull ? StatusCodes.BadEventFilterInvalid : StatusCodes.BadFilterNotAllowed;
        }
        catch (OpcUaException)
        {
            return StatusCodes.BadEventFilterInvalid;
        }

        if (asked!.SelectClauses.Length is 0 or > MaxSelectClauses)
            return StatusCodes.BadEventFilterInvalid;
        var clauses = Array.ConvertAll(asked.SelectClauses, StatusOf);
        var elements = EventCondition.TryRead(asked.WhereClause, space, out var where);
        var hasFault = Array.Exists(clauses, status => status.IsBad) || Array.Exists(elements, element => element.StatusCode.IsBad);
        result = new EventFilterResult
        {
            SelectClauseResults = clauses,
            WhereClauseResult = new ContentFilterResult { ElementResults = elements },
        }.ToExtensionObject();
        if (where is null || Array.TrueForAll(clauses, status => status.IsBad))
            return StatusCodes.BadEventFilterInvalid;
        if (!hasFault)
            result = ExtensionObject.Null;
        filter = new EventItemFilter(asked.SelectClauses, where);
        return StatusCodes.Good;
    }

    /// <summary>Fields that each event is kept with.</summary>
    public int FieldCount => _select.Length;

    public bool Passes(EventRecord record) => _where.Holds(record);

    /// <summary>The fields in the order of the select clauses; null for those that the event does not have.</summary>
    public Variant[] Select(EventRecord record) => Array.ConvertAll(_select, record.Field);

    // The node's own attribute is asked for by clients of conditions, which this server does not have: it comes as null.
    private static StatusCode StatusOf(SimpleAttributeOperand clause) =>
        clause.AttributeId is AttributeIds.Value or AttributeIds.NodeId ? StatusCodes.Good : StatusCodes.BadAttributeIdInvalid;
}
