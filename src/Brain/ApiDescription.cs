using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Jinan.IndustryBrain.Brain;

internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Jinan Industry Brain",
            Version = "v1",
            Description = "Insights of factories, and figures of sectors and districts that stand for at least k unrelated "
                          + "enterprises. Called through the city's gateway with a bearer token.",
        };

        // The caller reaches it through the gateway; the address that this process listens on is of no use to anybody.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    });
}
