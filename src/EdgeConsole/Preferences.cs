using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole;

/// <summary>Language and theme, kept in cookies of this browser: they are known before anybody has signed in.</summary>
internal static class Preferences
{
    private const string LanguageCookie = "console-language";
    private const string ThemeCookie = "console-theme";

    public static Texts LanguageOf(HttpContext context) => Texts.Of(context.Request.Cookies[LanguageCookie]);

    /// <returns><c>light</c>, <c>dark</c>, or null for what the browser prefers.</returns>
    public static string? ThemeOf(HttpContext context) => context.Request.Cookies[ThemeCookie] is { } theme and ("light" or "dark") ? theme : null;

    public static void MapPreferences(this IEndpointRouteBuilder app) =>
        app.MapGet("/preferences", (HttpContext context, string? language, string? theme, string? returnUrl) =>
        {
            if (language is "zh-CN" or "en")
                Keep(context, LanguageCookie, language);
            if (theme is "light" or "dark")
                Keep(context, ThemeCookie, theme);
            return Results.LocalRedirect(LocalPath(returnUrl));
        }).AllowAnonymous();

    /// <returns>The path if it is one of this console, else the first page.</returns>
    public static string LocalPath(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";

    private static void Keep(HttpContext context, string name, string value) =>
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = context.Request.IsHttps,
        });
}
