using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The rule of all services that do several operations at once (OPC 10000-4, 5.3).</summary>
internal static class Operations
{
    /// <exception cref="OpcUaException">There is nothing to do, or more than the server allows in one request.</exception>
    public static void Check(int count, ServerLimits limits)
    {
        if (count == 0)
            throw new OpcUaException(StatusCodes.BadNothingToDo, "The request names nothing to do.");
        if (count > limits.MaxOperations)
            throw new OpcUaException(StatusCodes.BadTooManyOperations, $"The request has {count} operations; {limits.MaxOperations} are allowed.");
    }
}
