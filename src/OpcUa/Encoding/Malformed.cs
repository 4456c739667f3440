using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>Throws for bytes that no peer should have sent. Never inlined, so that the callers' fast paths stay small.</summary>
internal static class Malformed
{
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void EndOfMessage() =>
        throw new OpcUaException(StatusCodes.BadDecodingError, "The message ends within a value.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Value(string what) =>
        throw new OpcUaException(StatusCodes.BadDecodingError, what);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Limit(string what, long value, long limit) =>
        throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded, $"{what} of {value} exceeds the limit of {limit}.");
}
