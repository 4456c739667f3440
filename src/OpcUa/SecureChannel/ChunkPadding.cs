using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// The padding of encrypted chunks (OPC 10000-6, 6.7.2.5). For keys over 2,048 bits its length has a second byte at the end:
/// <code>
/// | body | size (low byte) | size bytes, each equal to the low byte | [size (high byte)] | signature |
/// </code>
/// </summary>
static class ChunkPadding
{
    public static void Write(Span<byte> chunk, int contentEnd, int signatureAt, bool isExtra)
    {
        var size = signatureAt - contentEnd - (isExtra ? 2 : 1);
        chunk[contentEnd..signatureAt].Fill((byte)size);
        if (isExtra) chunk[signatureAt - 1] = (byte)(size >> 8);
    }

    /// <summary>Gives the end of the body. Called once the signature has held.</summary>
    public static int Strip(ReadOnlySpan<byte> chunk, int bodyFrom, int signatureAt, bool isExtra)
    {
        var sizes = isExtra ? 2 : 1;
        if (signatureAt - sizes < bodyFrom) ChunkRefusal.Throw();
        var low = chunk[signatureAt - sizes];
        var size = isExtra ? (chunk[signatureAt - 1] << 8) | low : low;
        var contentEnd = signatureAt - sizes - size;
        if (contentEnd < bodyFrom) ChunkRefusal.Throw();
        if (chunk[contentEnd..(signatureAt - sizes)].IndexOfAnyExcept(low) >= 0) ChunkRefusal.Throw();
        return contentEnd;
    }
}

/// <summary>The one answer to every chunk that does not pass: which check it was stays unsaid.</summary>
static class ChunkRefusal
{
    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw() => throw new OpcUaException(
        StatusCodes.BadSecurityChecksFailed, "A chunk did not pass the security checks: it was changed on its way, or the peer uses other keys.");
}
