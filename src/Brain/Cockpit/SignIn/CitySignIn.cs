using System.Security.Claims;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TokenValidatedContext = Microsoft.AspNetCore.Authentication.OpenIdConnect.TokenValidatedContext;

namespace Jinan.IndustryBrain.Brain.Cockpit.SignIn;

/// <summary>
/// People sign in at the city's issuer (OpenID Connect, authorization code with PKCE) and then have a cookie, which opens
/// pages only. The API knows bearer tokens only: a page of somebody else's cannot use it with this browser's cookie.
/// </summary>
internal static class CitySignIn
{
    public const string Cookie = "cockpit";
    public const string Issuer = "city-issuer";

    private const string Either = "bearer-or-cookie";

    // What pages and policies ask for. The rest of a token stays out of the cookie, and so do the tokens: Dapr passes no more
    // than 4 KiB of headers on.
    private static readonly HashSet<string> Kept = ["sub", CityIdentity.FactoryClaim, CityIdentity.EnterpriseClaim];

    public static void AddCitySignIn(this IServiceCollection services)
    {
        // A restart signs nobody out. It comes after the setting of those who have tokens only, and so in its place.
        services.AddDataProtection().SetApplicationName("Jinan.IndustryBrain.Cockpit");
        services.AddOptions<KeyManagementOptions>().Configure<BrainOptions, ILoggerFactory>((keys, options, logging) =>
            keys.XmlRepository = new FileSystemXmlRepository(KeyFolder(options.DataFolder), logging));
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "cockpit-form");
        services.AddAuthentication(authentication => authentication.DefaultScheme = Either)
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = context =>
                CockpitSetup.IsPage(context) ? Cookie : JwtBearerDefaults.AuthenticationScheme)
            .AddCookie(Cookie)
            .AddOpenIdConnect(Issuer, null, _ => { });
        services.AddScoped<AuthenticationStateProvider, SessionEnd>();
        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<CockpitOptions>(Configure);
        services.AddOptions<OpenIdConnectOptions>(Issuer).Configure<CockpitOptions, IOptionsMonitor<JwtBearerOptions>, AccessTokens, TimeProvider>(Configure);
    }

    private static void Configure(CookieAuthenticationOptions cookie, CockpitOptions options)
    {
        cookie.Cookie.Name = "cockpit-session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.ExpireTimeSpan = options.SignedInFor;
        // Roles are read at the sign-in: a session that went on for ever would keep what was taken away.
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnRedirectToLogin = context =>
        {
            // Whoever follows a link goes to the issuer; a script of an open page could not, and is told.
            if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/_blazor"))
                context.Response.Redirect(context.RedirectUri);
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static void Configure(
        OpenIdConnectOptions issuer, CockpitOptions options, IOptionsMonitor<JwtBearerOptions> bearers, AccessTokens tokens, TimeProvider time)
    {
        var bearer = bearers.Get(JwtBearerDefaults.AuthenticationScheme);
        issuer.Authority = bearer.Authority;
        issuer.RequireHttpsMetadata = bearer.RequireHttpsMetadata;
        issuer.ClientId = options.ClientId;
        issuer.ClientSecret = options.ClientSecret;
        issuer.SignInScheme = Cookie;
        issuer.MapInboundClaims = false;
        // Somebody waits for it.
        issuer.BackchannelTimeout = TimeSpan.FromSeconds(10);
        issuer.TokenValidationParameters.NameClaimType = bearer.TokenValidationParameters.NameClaimType;
        issuer.UsePkce = true;
        issuer.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes as a link that is followed, so that Lax cookies are enough, on plain http too.
        issuer.ResponseMode = OpenIdConnectResponseMode.Query;
        issuer.CorrelationCookie.SameSite = SameSiteMode.Lax;
        issuer.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        issuer.NonceCookie.SameSite = SameSiteMode.Lax;
        issuer.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        issuer.SignedOutRedirectUri = "/signed-out";
        issuer.Events.OnTokenValidated = context =>
            TakeAsync(context, tokens, time.GetUtcNow() + options.SignedInFor);
        issuer.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            // In the place of an id token, to say who sends the browser.
            context.ProtocolMessage.ClientId = context.Options.ClientId;
            return Task.CompletedTask;
        };
        issuer.Events.OnRemoteFailure = context =>
        {
            Log.SignInFailed(Logger(context.HttpContext), context.Failure?.Message ?? "unknown");
            context.Response.Redirect("/fault?status=400");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    // Keycloak says in the access token alone what somebody may do.
    private static async Task TakeAsync(TokenValidatedContext context, AccessTokens tokens, DateTimeOffset until)
    {
        if (context.TokenEndpointResponse?.AccessToken is not { Length: > 0 } token)
        {
            context.Fail("The issuer gave no access token.");
            return;
        }

        var user = await tokens.CheckAsync(token, context.HttpContext.RequestAborted);
        if (user.FindFirst("sub")?.Value != context.Principal?.FindFirst("sub")?.Value)
        {
            context.Fail("The access token is somebody else's.");
            return;
        }

        var given = (ClaimsIdentity)user.Identity!;
        var identity = new ClaimsIdentity(
            given.Claims.Where(claim => Kept.Contains(claim.Type) || claim.Type == given.NameClaimType || claim.Type == given.RoleClaimType),
            Issuer, given.NameClaimType, given.RoleClaimType);
        identity.AddClaim(SessionEnd.ClaimOf(until));
        context.Principal = new ClaimsPrincipal(identity);
        Log.SignedIn(Logger(context.HttpContext), identity.Name ?? "unknown");
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Jinan.IndustryBrain.Brain.Cockpit.SignIn");

    private static DirectoryInfo KeyFolder(string data)
    {
        var path = Path.Combine(data, "cockpit-keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
