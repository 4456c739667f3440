using System.Net.Sockets;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using StatusCodes = Microsoft.AspNetCore.Http.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>Something that somebody who connects a server has to know; it becomes a problem document.</summary>
internal sealed class ConnectingException(int httpStatus, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Status of the answer.</summary>
    public int HttpStatus => httpStatus;

    /// <summary>The server's word; null where it gave none.</summary>
    public string? OpcUaStatus { get; private init; }

    /// <summary>What a person can do.</summary>
    public string? WhatToDo { get; private init; }

    /// <summary>Whether a server, or the way to it, is the cause.</summary>
    public static bool IsOfServer(Exception fault) =>
        fault is OpcUaException or TimeoutException or SocketException or IOException or ArgumentException { ParamName: "options" };

    public static ConnectingException Of(string message, Exception cause) => new(StatusCodes.Status422UnprocessableEntity, message, cause)
    {
        OpcUaStatus = (cause as OpcUaException)?.StatusCode.ToString(),
        WhatToDo = FailureAdvice.For(cause) is { } known ? $"{known.Sentence} ({known.Reference})" : null,
    };

    public static ConnectingException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public IResult ToResult() => Results.Problem(
        Message, statusCode: HttpStatus, extensions: new Dictionary<string, object?> { ["opcUaStatus"] = OpcUaStatus, ["whatToDo"] = WhatToDo });
}
