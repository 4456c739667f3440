using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The where clause of an event filter (OPC 10000-4, 7.7): comparisons of fields with literals, OfType, And, Or, Not, Between,
/// InList and IsNull. What cannot be compared is neither true nor false, and an event for which the whole is not true is not reported.
/// </summary>
internal sealed class EventCondition
{
    private const int MaxElements = 200;

    private readonly Func<EventRecord, bool?>? _root;

    private EventCondition(Func<EventRecord, bool?>? root) => _root = root;

    /// <summary>Reads a filter; null where an element is bad, with one result for each element.</summary>
    public static ContentFilterElementResult[] TryRead(ContentFilter filter, AddressSpace space, out EventCondition? condition)
    {
        condition = null;
        if (filter.Elements.Length > MaxElements)
            return [new ContentFilterElementResult { StatusCode = StatusCodes.BadTooManyOperations }];
        var made = new Func<EventRecord, Variant>?[filter.Elements.Length];
        var results = new ContentFilterElementResult[filter.Elements.Length];
        // From the end: an element may refer to those behind it only, so that there are no circles, and each once,
        // so that the work does not double with each element.
        for (var i = made.Length - 1; i >= 0; i--)
            results[i] = Make(filter.Elements[i], i, made, space);
        if (Array.TrueForAll(results, result => result.StatusCode.IsGood))
            condition = made.Length == 0 ? new EventCondition(null) : new EventCondition(Truth(made[0]!));
        return results;
    }

    public bool Holds(EventRecord record) => _root is null || _root(record) == true;

    private static ContentFilterElementResult Make(ContentFilterElement element, int index, Func<EventRecord, Variant>?[] made, AddressSpace space)
    {
        var operands = new Func<EventRecord, Variant>[element.FilterOperands.Length];
        var statuses = new StatusCode[operands.Length];
        for (var i = 0; i < operands.Length; i++)
            statuses[i] = MakeOperand(element.FilterOperands[i], index, made, out operands[i]);
        if (Array.Exists(statuses, status => status.IsBad))
            return new ContentFilterElementResult { StatusCode = StatusCodes.BadFilterOperandInvalid, OperandStatusCodes = statuses };
        var status = MakeOperator(element.FilterOperator, operands, space, out var value);
        made[index] = value;
        return new ContentFilterElementResult { StatusCode = status, OperandStatusCodes = statuses };
    }

    private static StatusCode MakeOperand(ExtensionObject operand, int owner, Func<EventRecord, Variant>?[] made, out Func<EventRecord, Variant> value)
    {
        value = _ => default;
        try
        {
            if (operand.TryDecode<LiteralOperand>(out var literal))
            {
                value = _ => literal!.Value;
                return StatusCodes.Good;
            }

            if (operand.TryDecode<SimpleAttributeOperand>(out var field))
            {
                value = record => record.Field(field!);
                return StatusCodes.Good;
            }

            if (operand.TryDecode<ElementOperand>(out var other))
            {
                if (other!.Index <= owner || other.Index >= made.Length || made[other.Index] is not { } inner)
                    return StatusCodes.BadFilterOperandInvalid;
                made[other.Index] = null;
                value = inner;
                return StatusCodes.Good;
            }
        }
        catch (OpcUaException)
        {
            return StatusCodes.BadFilterOperandInvalid;
        }

        return StatusCodes.BadFilterOperandInvalid;
    }

    private static StatusCode MakeOperator(
        FilterOperator kind, Func<EventRecord, Variant>[] operands, AddressSpace space, out Func<EventRecord, Variant>? value)
    {
        value = null;
        var (least, most) = kind switch
        {
            FilterOperator.Not or FilterOperator.IsNull or FilterOperator.OfType => (1, 1),
            FilterOperator.Between => (3, 3),
            FilterOperator.InList => (2, MaxElements),
            _ => (2, 2),
        };
        if (kind is FilterOperator.Like or FilterOperator.Cast or FilterOperator.InView or FilterOperator.RelatedTo
            or FilterOperator.BitwiseAnd or FilterOperator.BitwiseOr)
            return StatusCodes.BadFilterOperatorUnsupported;
        if (kind is < FilterOperator.Equals or > FilterOperator.BitwiseOr)
            return StatusCodes.BadFilterOperatorInvalid;
        if (operands.Length < least || operands.Length > most)
            return StatusCodes.BadFilterOperandCountMismatch;

        var first = operands[0];
        var second = operands.Length > 1 ? operands[1] : first;
        value = kind switch
        {
            FilterOperator.Equals => record => Wrap(Same(first(record), second(record))),
            FilterOperator.IsNull => record => first(record).IsNull,
            FilterOperator.GreaterThan => record => Wrap(Compare(first(record), second(record)) is { } order ? order > 0 : null),
            FilterOperator.LessThan => record => Wrap(Compare(first(record), second(record)) is { } order ? order < 0 : null),
            FilterOperator.GreaterThanOrEqual => record => Wrap(Compare(first(record), second(record)) is { } order ? order >= 0 : null),
            FilterOperator.LessThanOrEqual => record => Wrap(Compare(first(record), second(record)) is { } order ? order <= 0 : null),
            FilterOperator.Between => record => Wrap(Within(first(record), second(record), operands[2](record))),
            FilterOperator.InList => record => operands.Skip(1).Any(one => Same(first(record), one(record)) == true),
            FilterOperator.Not => record => Wrap(Truth(first)(record) is { } truth ? !truth : null),
            FilterOperator.And => record => Wrap(And(Truth(first)(record), Truth(second)(record))),
            FilterOperator.Or => record => Wrap(!And(!Truth(first)(record), !Truth(second)(record))),
            _ => record => first(record) is { Type: BuiltInType.NodeId, IsArray: false } type && space.IsSubtypeOf(record.EventType, (NodeId)type.ToObject()!),
        };
        return StatusCodes.Good;
    }

    private static Func<EventRecord, bool?> Truth(Func<EventRecord, Variant> value) =>
        record => value(record) is { Type: BuiltInType.Boolean, IsArray: false } truth ? truth.AsBoolean() : null;

    private static Variant Wrap(bool? truth) => truth is { } known ? known : Variant.Null;

    // Three-valued (table 122): false wins over what is not known.
    private static bool? And(bool? left, bool? right) => left == false || right == false ? false : left is null || right is null ? null : true;

    private static bool? Within(in Variant value, in Variant low, in Variant high) =>
        Compare(value, low) is { } above && Compare(value, high) is { } below ? above >= 0 && below <= 0 : null;

    private static bool? Same(in Variant left, in Variant right)
    {
        if (left.IsNull || right.IsNull)
            return null;
        return Compare(left, right) is { } order ? order == 0 : left == right;
    }

    private static int? Compare(in Variant left, in Variant right)
    {
        if (left.TryGetInt64(out var whole) && right.TryGetInt64(out var otherWhole))
            return whole.CompareTo(otherWhole);
        if (left.TryGetDouble(out var number) && right.TryGetDouble(out var otherNumber))
            return double.IsNaN(number) || double.IsNaN(otherNumber) ? null : number.CompareTo(otherNumber);
        if (left.IsArray || right.IsArray)
            return null;
        if (left.Type == BuiltInType.DateTime && right.Type == BuiltInType.DateTime)
            return left.AsDateTime().CompareTo(right.AsDateTime());
        return TextOf(left) is { } text && TextOf(right) is { } otherText ? Math.Sign(string.CompareOrdinal(text, otherText)) : null;
    }

    // A LocalizedText is compared by its text (7.7.3).
    private static string? TextOf(in Variant value) => value.Type switch
    {
        BuiltInType.String => value.AsString(),
        BuiltInType.LocalizedText => ((LocalizedText)value.ToObject()!).Text,
        _ => null,
    };
}
