using System.Security.Cryptography;
using System.Text;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

internal static class Secrets
{
    /// <summary>Compares digests, so that the time taken tells nothing of the secret.</summary>
    public static bool Same(string? expected, string? given) =>
        !string.IsNullOrEmpty(expected) && given is not null
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
