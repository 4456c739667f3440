using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace Jinan.IndustryBrain.Screens.Hosting;

/// <summary>Scripts and styles of the screens, as a host serves them.</summary>
public static class ScreenAssets
{
    /// <summary>
    /// Finds them in a checkout too, where those of libraries lie elsewhere; a published host has no such list. Unless it is developed on,
    /// a host in a checkout serves them as a published one does: compressed when they were built, and kept by browsers for ever.
    /// </summary>
    public static void UseScreenAssets(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        if (builder.Environment.IsDevelopment())
            return;
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.Configuration["EnableStaticAssetsDevelopmentCaching"] = "true";
    }
}
