namespace Jinan.IndustryBrain.Gateway;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "audit {Side} {Client} {Method} {Path} {Status} {Bytes} bytes {Milliseconds} ms {Trace}")]
    public static partial void Audit(
        ILogger logger, string side, string client, string method, string path, int status, long bytes, long milliseconds, string trace);
}
