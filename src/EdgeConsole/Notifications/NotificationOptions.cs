using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>Section <c>Notifications</c>: how hard is tried. Whom to tell is set on the page of warnings.</summary>
internal sealed record NotificationOptions : IValidatedOptions
{
    public const string Section = "Notifications";

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After so many failures a notification is given up and shown as dead.</summary>
    public int MaxAttempts { get; init; } = 20;

    /// <summary>How long a mail server or a webhook may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most that may wait; what comes beyond is dead at once.</summary>
    public int MaxWaiting { get; init; } = 2000;

    /// <summary>Where people reach this console, for links in messages; null: no links.</summary>
    public string? ConsoleAddress { get; init; }

    /// <inheritdoc />
    public IEnumerable<string> FindFaults()
    {
        if (FirstPause <= TimeSpan.Zero || MaxPause < FirstPause || MaxPause > TimeSpan.FromDays(1))
            yield return $"FirstPause is {FirstPause} and MaxPause {MaxPause}: use positive times up to 1.00:00:00, the first not above the longest";
        if (MaxAttempts is < 1 or > 1000)
            yield return $"MaxAttempts is {MaxAttempts}: use 1 to 1000";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(5))
            yield return $"Timeout is {Timeout}: use 00:00:01 to 00:05:00";
        if (MaxWaiting is < 10 or > 100_000)
            yield return $"MaxWaiting is {MaxWaiting}: use 10 to 100000";
        if (ConsoleAddress is not null && !(Uri.TryCreate(ConsoleAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return $"ConsoleAddress is '{ConsoleAddress}': use an address such as https://console.factory.example";
    }
}
