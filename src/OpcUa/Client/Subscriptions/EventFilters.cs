using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Makes event filters for monitored items on attribute EventNotifier (OPC 10000-4, 7.22.3).</summary>
public static class EventFilters
{
    /// <summary>The fields that every event has (OPC 10000-5, 6.4.2), in the order of <see cref="Select"/> without names.</summary>
    public static IReadOnlyList<string> StandardFields { get; } =
        ["EventId", "EventType", "SourceNode", "SourceName", "Time", "ReceiveTime", "Message", "Severity"];

    /// <summary>A filter for all events, or for those that a condition holds for.</summary>
    /// <param name="where">Which events; null for all.</param>
    /// <param name="fields">
    /// The fields, in the order in which they come; without any, the <see cref="StandardFields"/>. A name of another namespace is
    /// written <c>2:Name</c>, a longer path <c>A/B</c>.
    /// </param>
    public static EventFilter Select(EventWhere? where = null, params IReadOnlyList<string> fields) => new()
    {
        SelectClauses = [.. (fields.Count == 0 ? StandardFields : fields).Select(Field)],
        WhereClause = where?.ToContentFilter() ?? new ContentFilter(),
    };

    internal static SimpleAttributeOperand Field(string path) => new()
    {
        TypeDefinitionId = ObjectIds.BaseEventType,
        BrowsePath = [.. path.Split('/').Select(QualifiedName.Parse)],
        AttributeId = AttributeIds.Value,
    };
}

/// <summary>A condition on events: comparisons and types, joined by And, Or and Not.</summary>
public abstract record EventWhere
{
    private protected EventWhere()
    {
    }

    /// <summary>Events of a type or of its subtypes.</summary>
    public static EventWhere OfType(NodeId eventType) => new Operation(FilterOperator.OfType, [new LiteralOperand { Value = eventType }.ToExtensionObject()]);

    /// <summary>Events whose field compares so with a constant; for instance <c>Field("Severity", FilterOperator.GreaterThanOrEqual, (ushort)500)</c>.</summary>
    public static EventWhere Field(string path, FilterOperator comparison, Variant constant) =>
        new Operation(comparison, [EventFilters.Field(path).ToExtensionObject(), new LiteralOperand { Value = constant }.ToExtensionObject()]);

    /// <summary>Events that a condition does not hold for.</summary>
    public static EventWhere Not(EventWhere inner) => new Combination(FilterOperator.Not, [inner]);

    /// <summary>Events that both hold for.</summary>
    public EventWhere And(EventWhere other) => new Combination(FilterOperator.And, [this, other]);

    /// <summary>Events that one or both hold for.</summary>
    public EventWhere Or(EventWhere other) => new Combination(FilterOperator.Or, [this, other]);

    /// <summary>As it travels: operators before their operands.</summary>
    public ContentFilter ToContentFilter()
    {
        var elements = new List<ContentFilterElement>();
        Write(elements);
        return new ContentFilter { Elements = [.. elements] };
    }

    private protected abstract void Write(List<ContentFilterElement> elements);

    sealed record Operation(FilterOperator Operator, ExtensionObject[] Operands) : EventWhere
    {
        private protected override void Write(List<ContentFilterElement> elements) =>
            elements.Add(new ContentFilterElement { FilterOperator = Operator, FilterOperands = Operands });
    }

    sealed record Combination(FilterOperator Operator, EventWhere[] Inner) : EventWhere
    {
        private protected override void Write(List<ContentFilterElement> elements)
        {
            var own = elements.Count;
            elements.Add(new ContentFilterElement());
            var operands = new ExtensionObject[Inner.Length];
            for (var i = 0; i < operands.Length; i++)
            {
                operands[i] = new ElementOperand { Index = (uint)elements.Count }.ToExtensionObject();
                Inner[i].Write(elements);
            }

            elements[own] = new ContentFilterElement { FilterOperator = Operator, FilterOperands = operands };
        }
    }
}

/// <summary>An event that a monitored item reported.</summary>
/// <param name="Handle">The item's position in <see cref="SubscriptionSettings.Items"/>.</param>
/// <param name="Fields">The fields in the order of the filter's select clauses; null values for those that the event does not have.</param>
public readonly record struct EventNotification(int Handle, IReadOnlyList<Variant> Fields);
