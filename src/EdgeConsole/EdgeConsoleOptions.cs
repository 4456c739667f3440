using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.EdgeConsole;

/// <summary>Section <c>EdgeConsole</c>.</summary>
internal sealed record EdgeConsoleOptions : IValidatedOptions
{
    public const string Section = "EdgeConsole";

    /// <summary>IANA name of the zone that times are shown in.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>So many wrong passwords in a row lock an account.</summary>
    public int LockOutAfter { get; init; } = 5;

    public TimeSpan LockOutFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Without a request for this long one signs in again.</summary>
    public TimeSpan SignedInFor { get; init; } = TimeSpan.FromHours(12);

    /// <inheritdoc />
    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(TimeZone))
            yield return "TimeZone is empty: use an IANA name such as Asia/Shanghai";
        if (LockOutAfter is < 1 or > 100)
            yield return $"LockOutAfter is {LockOutAfter}: use 1 to 100";
        if (LockOutFor <= TimeSpan.Zero || LockOutFor > TimeSpan.FromDays(1))
            yield return $"LockOutFor is {LockOutFor}: use more than zero, at most 1.00:00:00";
        if (SignedInFor < TimeSpan.FromMinutes(1) || SignedInFor > TimeSpan.FromDays(30))
            yield return $"SignedInFor is {SignedInFor}: use 00:01:00 to 30.00:00:00";
    }
}
