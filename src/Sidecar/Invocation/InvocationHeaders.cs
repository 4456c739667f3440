using Jinan.IndustryBrain.Sidecar.Apps;

namespace Jinan.IndustryBrain.Sidecar.Invocation;

/// <summary>The headers by which Dapr names the parties of a call.</summary>
internal static class InvocationHeaders
{
    public const string AppId = "dapr-app-id";
    public const string CallerAppId = "dapr-caller-app-id";
    public const string CalleeAppId = "dapr-callee-app-id";

    /// <summary>The caller's token is for us; who calls whom is ours to say.</summary>
    public static readonly string[] NotForwarded = [AppChannel.TokenHeader, AppId, CallerAppId, CalleeAppId];
}
