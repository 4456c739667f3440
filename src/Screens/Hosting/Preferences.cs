using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jinan.IndustryBrain.Screens.Hosting;

/// <summary>Language and theme, kept in cookies of this browser: they are known before anybody has signed in.</summary>
public static class Preferences
{
    private const string LanguageCookie = "screens-language";
    private const string ThemeCookie = "screens-theme";

    /// <returns>The language that this browser chose; Chinese where it chose none.</returns>
    public static Texts LanguageOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Texts.Of(context.Request.Cookies[LanguageCookie]);
    }

    /// <returns><c>light</c>, <c>dark</c>, or null for what the browser prefers.</returns>
    public static string? ThemeOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.Cookies[ThemeCookie] is { } theme and ("light" or "dark") ? theme : null;
    }

    /// <summary>Where the links of <see cref="Components.PreferenceLinks"/> go.</summary>
    public static void MapPreferences(this IEndpointRouteBuilder app) =>
        app.MapGet("/preferences", (HttpContext context, string? language, string? theme, string? returnUrl) =>
        {
            if (language is "zh-CN" or "en")
                Keep(context, LanguageCookie, language);
            if (theme is "light" or "dark")
                Keep(context, ThemeCookie, theme);
            return Results.LocalRedirect(LocalPath(returnUrl));
        }).AllowAnonymous().ExcludeFromDescription();

    /// <returns>The path if it is one of this host, else the first page.</returns>
    public static string LocalPath(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";

    private static void Keep(HttpContext context, string name, string value) =>
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = context.Request.IsHttps,
        });
}
