using System.Security.Cryptography;
using System.Text;

namespace Jinan.IndustryBrain.Contracts.Insights;

/// <summary>
/// An insight's identity: asset, model and window, not the model's version, so that a window has one insight even when a
/// capsule is replaced or a process is killed and the window is computed again.
/// </summary>
public static class InsightId
{
    /// <returns>32 lower-case hex digits.</returns>
    public static string Of(string factory, string asset, string capsule, string model, InsightWindow window)
    {
        var key = window.Context is { } context
            ? $"{factory}|{asset}|{capsule}|{model}|{window.Kind}|{context}|{window.From.UtcTicks}"
            : $"{factory}|{asset}|{capsule}|{model}|{window.Kind}|{window.From.UtcTicks}|{window.To.UtcTicks}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
    }
}
