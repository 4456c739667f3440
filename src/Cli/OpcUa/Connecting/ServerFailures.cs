using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>What goes wrong with a server, as one line: what happened, what to do, and where it is explained.</summary>
internal static class ServerFailures
{
    /// <summary>Runs a command; failures of the server end it with their line and exit code 1.</summary>
    public static Task<int> ReportedAsync(Func<Task<int>> command) => CommandFailures.ReportedAsync(async () =>
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (e is OpcUaException or TimeoutException or IOException or SocketException or ArgumentException { ParamName: "options" })
        {
            throw new CommandException(Line(e.Message, FailureAdvice.For(e)));
        }
    });

    public static string Line(string happened, Exception cause) => Line(happened, FailureAdvice.For(cause));

    public static string Line(string happened, StatusCode status) => Line(happened, FailureAdvice.For(status));

    /// <summary>A status and what to do about it.</summary>
    public static string Line(StatusCode status) => Line(status.ToString(), status);

    private static string Line(string happened, FailureAdvice? advice) =>
        advice is null ? happened : $"{happened.TrimEnd('.')}: {advice.Sentence}. See {advice.Reference}";
}
