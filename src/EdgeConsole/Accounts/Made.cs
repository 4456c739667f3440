using System.Collections.Concurrent;

namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>Generated passwords on their way to the page that shows them, once, to the engineer who asked for them.</summary>
internal sealed class Made
{
    private readonly ConcurrentDictionary<string, (string Account, string Password)> _waiting = new(StringComparer.Ordinal);

    public void Keep(string engineer, string account, string password) => _waiting[engineer] = (account, password);

    public (string Account, string Password)? Take(string engineer) => _waiting.TryRemove(engineer, out var made) ? made : null;
}
