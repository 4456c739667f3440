using System.Net.Sockets;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using StatusCodes = Microsoft.AspNetCore.Http.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>Something that somebody who connects a server has to know; it becomes a problem document.</summary>
internal sealed class ConnectingException(int httpStatus, Sentence said, Exception? cause = null) : Exception(said.Text, cause)
{
    /// <summary>Status of the answer.</summary>
    public int HttpStatus => httpStatus;

    /// <summary>The server's word; null where it gave none.</summary>
    public string? OpcUaStatus { get; private init; }

    /// <summary>What a person can do.</summary>
    public string? WhatToDo { get; private init; }

    /// <summary>What is wrong with the server's certificate, one by one; empty where it was not that.</summary>
    public IReadOnlyList<SaidAnswer> Findings { get; init; } = [];

    private SentenceCode? WhatToDoCode { get; init; }

    /// <summary>Whether a server, or the way to it, is the cause.</summary>
    public static bool IsOfServer(Exception fault) =>
        fault is OpcUaException or TimeoutException or SocketException or IOException or ArgumentException { ParamName: "options" };

    public static ConnectingException Of(string message, Exception cause, IReadOnlyList<SaidAnswer>? findings = null) => new(StatusCodes.Status422UnprocessableEntity, new Sentence(null, message), cause)
    {
        OpcUaStatus = (cause as OpcUaException)?.StatusCode.ToString(),
        WhatToDo = Advice.On(cause).Text,
        WhatToDoCode = Advice.On(cause).Code,
        Findings = findings ?? [],
    };

    public static ConnectingException BadRequest(Sentence said) => new(StatusCodes.Status400BadRequest, said);

    public IResult ToResult() => Results.Problem(Message, statusCode: HttpStatus, extensions: new Dictionary<string, object?>
    {
        ["opcUaStatus"] = OpcUaStatus, ["whatToDo"] = WhatToDo, [Sentence.DetailCode] = said.Code, ["whatToDoCode"] = WhatToDoCode,
        ["findings"] = Findings,
    });
}
