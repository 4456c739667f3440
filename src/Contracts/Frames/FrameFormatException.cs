namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>The bytes are not a telemetry frame that this version reads; sending them again does not help.</summary>
public sealed class FrameFormatException : Exception
{
    public FrameFormatException(string message)
        : base(message)
    {
    }

    public FrameFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
