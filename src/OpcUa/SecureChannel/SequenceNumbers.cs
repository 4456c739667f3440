using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// The numbers that chain a channel's chunks, one chain a direction (OPC 10000-6, 6.7.2.4): each chunk one more than the last,
/// through all tokens; within the last 1,024 of the range a sender starts over below 1,024.
/// </summary>
static class SequenceNumbers
{
    const uint WrapZone = 1_024;
    const uint LastBeforeWrap = uint.MaxValue - WrapZone;

    public static uint After(uint last) => last >= LastBeforeWrap ? 1 : last + 1;

    /// <summary>Checks a received number against the one before it; <paramref name="last"/> is null for a channel's first chunk.</summary>
    public static void Check(uint? last, uint received)
    {
        if (last is not { } previous || (received == previous + 1 && received != 0)) return;
        if (previous >= LastBeforeWrap && received < WrapZone) return;
        TransportFault.Sequence(received, previous);
    }
}
