using System.Collections.Concurrent;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Microsoft.AspNetCore.Authorization;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>Tables of open pages, for the browser to fetch: each for the engineer who chose, as long as the page is open.</summary>
internal sealed class SelectionDownloads
{
    private readonly ConcurrentDictionary<string, Offered> _offered = new(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/connect/selections/{key}", SendAsync).RequireAuthorization(new AuthorizeAttribute { Roles = Roles.Engineer });

    /// <returns>Where it is fetched, and what ends the offer.</returns>
    public (string Path, IDisposable Offer) Offer(string account, Func<CancellationToken, Task<string>> write)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _offered[key] = new Offered(account, write);
        return ($"/connect/selections/{key}", new Withdrawal(() => _offered.TryRemove(key, out _)));
    }

    private static async Task<IResult> SendAsync(HttpContext http, SelectionDownloads downloads, string key, CancellationToken cancellation)
    {
        if (!downloads._offered.TryGetValue(key, out var offered) || offered.Account != http.User.Identity?.Name)
            return Results.NotFound();
        try
        {
            // Spreadsheets take a file for UTF-8 by its mark.
            var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
            return Results.File([.. bytes.GetPreamble(), .. bytes.GetBytes(await offered.Write(cancellation))], "text/csv", "signals.csv");
        }
        catch (ConnectingException failure)
        {
            return Results.Problem(failure.Message, statusCode: StatusCodes.Status502BadGateway);
        }
    }

    private sealed record Offered(string Account, Func<CancellationToken, Task<string>> Write);

    private sealed class Withdrawal(Action withdraw) : IDisposable
    {
        public void Dispose() => withdraw();
    }
}
