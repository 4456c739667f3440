using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>Local accounts with a cookie: no network is needed to sign in.</summary>
internal static class AccountRegistration
{
    /// <summary>Of the console's own state, below the data folder.</summary>
    public const string Folder = "edge-console";

    public static void AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        var edge = configuration.GetSection(EdgeOptions.Section).Get<EdgeOptions>() ?? new EdgeOptions();
        var options = configuration.GetSection(EdgeConsoleOptions.Section).Get<EdgeConsoleOptions>() ?? new EdgeConsoleOptions();
        var folder = Path.Combine(edge.DataFolder, Folder);

        services.AddSingleton(provider => new AccountStore(
            PrivateFiles.CreateFolder(folder),
            provider.GetRequiredService<EdgeConsoleOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AccountStore>>()));
        services.AddSingleton<Made>();
        services.AddHostedService<FirstRun>();

        // A restart signs nobody out.
        services.AddDataProtection().SetApplicationName("Jinan.IndustryBrain.EdgeConsole")
            .PersistKeysToFileSystem(new DirectoryInfo(PrivateFiles.CreateFolder(Path.Combine(folder, "keys"))));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "console-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "console-account";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = options.SignedInFor;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
            cookie.Events.OnValidatePrincipal = async context =>
            {
                if (context.HttpContext.RequestServices.GetRequiredService<AccountStore>().IsCurrent(context.Principal))
                    return;
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync();
            };
        });
        services.AddAuthorization();
        services.AddScoped<AuthenticationStateProvider, AccountRevalidation>();
    }

    /// <summary>The first password is made when the console starts, not when somebody first comes to its door.</summary>
    private sealed class FirstRun : IHostedService
    {
        public FirstRun(AccountStore accounts) => _ = accounts;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
