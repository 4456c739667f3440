namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>What an OPC UA status code (Part 4, 7.39) says about a value's use.</summary>
internal static class SampleQuality
{
    private const uint SeverityMask = 0xC0000000;
    private const uint Uncertain = 0x40000000;
    private const uint CodeMask = 0xFFFF0000;

    // What a collector notes when it lost its server: Bad_CommunicationError, Bad_NotConnected, Bad_NoCommunication,
    // Bad_ConnectionClosed, Bad_WaitingForInitialData.
    private static readonly uint[] NoConnection = [0x80050000, 0x808A0000, 0x80310000, 0x80AE0000, 0x80320000];

    public static bool Counts(uint status, bool uncertainCounts) =>
        (status & SeverityMask) == 0 || (uncertainCounts && (status & SeverityMask) == Uncertain);

    public static bool IsConnectionLoss(uint status) => Array.IndexOf(NoConnection, status & CodeMask) >= 0;
}
