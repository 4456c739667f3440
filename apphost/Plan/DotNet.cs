namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>The <c>dotnet</c> that runs us, so that everything runs on one SDK.</summary>
internal static class DotNet
{
    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path
        ? path
        : "dotnet";
}
