using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Where the past of a variable is kept (OPC 10000-11). Called on the threads that serve clients: safe for several, and quick.</summary>
public interface IHistorySource
{
    /// <summary>
    /// Values in order of their source times.
    /// </summary>
    /// <param name="from">UTC; the first time, itself included.</param>
    /// <param name="to">UTC; the last time, itself not included. Earlier than <paramref name="from"/> where the order is backwards.</param>
    /// <param name="isForward">Oldest first; otherwise newest first.</param>
    /// <param name="skip">Values to leave out at the beginning: a response before has given them.</param>
    /// <param name="most">Most values to give.</param>
    IReadOnlyList<DataValue> ReadRaw(DateTime from, DateTime to, bool isForward, int skip, int most);
}
