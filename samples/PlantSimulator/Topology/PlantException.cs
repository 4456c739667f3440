namespace Jinan.IndustryBrain.PlantSimulator.Topology;

/// <summary>Something that the person at the command line can put right; the message says how.</summary>
internal sealed class PlantException : Exception
{
    public PlantException()
    {
    }

    public PlantException(string message)
        : base(message)
    {
    }

    public PlantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
