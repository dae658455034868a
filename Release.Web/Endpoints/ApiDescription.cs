using Microsoft.OpenApi;
using Release.Web.Options;

namespace Release.Web.Endpoints;

/// <summary>The OpenAPI document, and the Swagger page that shows it.</summary>
internal static class ApiDescription
{
    private const string Document = "/openapi/v1.json";
    private const string Bearer = "bearer";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Release",
                Version = "v1",
                Description = "Shows which version of each application runs in each environment, and deploys. Every call needs a machine token or a signed-in session.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = Bearer,
                Description = "A machine token.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        }));

    public static void UseApiDescription(this WebApplication app, ReleaseOptions options)
    {
        var document = app.MapOpenApi("/openapi/{documentName}.json");
        if (options.IsSandbox)
        {
            // The document contains nothing that is not in the public repository; the calls still need a token.
            document.AllowAnonymous();
        }

        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Release's API";
            page.SwaggerEndpoint(Document, "Release v1");
        });
    }
}
