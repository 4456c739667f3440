using System.Collections.Frozen;
using System.Reflection;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// A status code of OPC UA Part 4, 7.39:
/// <code>
/// 31 30 | 29 28 | 27 ........ 16 | 15 | 14 | 13 12 | 11 10 | 9 8 | 7 | 6 5 | 4 .. 0
/// sever.|  res. |    sub code    | SC | SM |  res. | type  | lim | O | res.| history
/// </code>
/// SC: structure changed, SM: semantics changed, O: overflow (only with info type DataValue).
/// </summary>
/// <param name="Code">The 32 bits as they travel.</param>
public readonly record struct StatusCode(uint Code) : IComparable<StatusCode>
{
    private const uint SeverityMask = 0xC000_0000;
    private const uint CodeMask = 0xFFFF_0000;
    private const uint InfoTypeMask = 0x0000_0C00;
    private const uint DataValueInfo = 0x0000_0400;
    private const uint OverflowFlag = 0x0000_0080;

    private static readonly Lazy<FrozenDictionary<uint, string>> Names = new(ReadNames);

    /// <summary>Severity Good: the value may be used.</summary>
    public bool IsGood => (Code & SeverityMask) == 0;

    /// <summary>Severity Uncertain: the value may be used with care.</summary>
    public bool IsUncertain => (Code & SeverityMask) == 0x4000_0000;

    /// <summary>Severity Bad (or the reserved severity 11): the value must not be used.</summary>
    public bool IsBad => (Code & 0x8000_0000) != 0;

    /// <summary>True where the server dropped values between this one and a neighbour because the item's queue was full (Part 4, 7.39.1).</summary>
    public bool HasOverflow => (Code & (InfoTypeMask | OverflowFlag)) == (DataValueInfo | OverflowFlag);

    /// <summary>The code without the info bits: what comparisons with <see cref="StatusCodes"/> should use.</summary>
    public StatusCode WithoutInfoBits => new(Code & CodeMask);

    /// <summary>The same code with info type DataValue and the overflow bit set.</summary>
    public StatusCode WithOverflow => new((Code & ~InfoTypeMask) | DataValueInfo | OverflowFlag);

    /// <summary>The symbolic name, or null where this stack has none for the code.</summary>
    public string? Name => Names.Value.GetValueOrDefault(Code & CodeMask);

    /// <inheritdoc/>
    public int CompareTo(StatusCode other) => Code.CompareTo(other.Code);

    public static bool operator <(StatusCode left, StatusCode right) => left.Code < right.Code;

    public static bool operator >(StatusCode left, StatusCode right) => left.Code > right.Code;

    public static bool operator <=(StatusCode left, StatusCode right) => left.Code <= right.Code;

    public static bool operator >=(StatusCode left, StatusCode right) => left.Code >= right.Code;

    /// <summary>The name where known, with the number where bits besides the code are set or the code is unknown.</summary>
    public override string ToString()
    {
        var name = Name;
        if (name is null)
            return $"0x{Code:X8}";
        if ((Code & ~CodeMask) == 0)
            return name;
        return HasOverflow ? $"{name}+Overflow (0x{Code:X8})" : $"{name} (0x{Code:X8})";
    }

    // The constants are the one table; reading their names once is cheaper than keeping a second table true.
    private static FrozenDictionary<uint, string> ReadNames() =>
        typeof(StatusCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToFrozenDictionary(field => ((StatusCode)field.GetValue(null)!).Code, field => field.Name);
}
