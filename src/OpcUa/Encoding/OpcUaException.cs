namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>A broken expectation that OPC UA has a status code for: malformed bytes, an exceeded limit, a refused service.</summary>
public sealed class OpcUaException : Exception
{
    public OpcUaException()
        : this(StatusCodes.BadUnexpectedError, StatusCodes.BadUnexpectedError.ToString())
    {
    }

    public OpcUaException(string message)
        : this(StatusCodes.BadUnexpectedError, message)
    {
    }

    public OpcUaException(string message, Exception innerException)
        : this(StatusCodes.BadUnexpectedError, message, innerException)
    {
    }

    /// <param name="statusCode">What a peer is told, or has told us.</param>
    /// <param name="message">What happened, and what to do about it where that is known.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public OpcUaException(StatusCode statusCode, string message, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>The status code that describes the failure.</summary>
    public StatusCode StatusCode { get; }
}
