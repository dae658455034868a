using System.Globalization;
using Microsoft.Extensions.Options;
using Release.Web.Endpoints;
using Release.Web.Hosting;

namespace Release.Web;

/// <summary>The composition root.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is [SchemaCommand.Name, .. var rest])
        {
            return await SchemaCommand.RunAsync(rest, Console.Out, Console.Error);
        }

        try
        {
            await using var app = Build(args);
            await app.StartReleaseAsync(Console.Out);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception refusal) when (refusal is StartupRefusedException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"Release did not start. {refusal.Message}");
            return 1;
        }
    }

    /// <summary>Everything put together and not yet started; tests adjust it.</summary>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            // Its own folder, from wherever it is started: appsettings.json and wwwroot are there.
            ContentRootPath = AppContext.BaseDirectory,
        });
        var options = builder.AddReleaseHosting();
        builder.AddRelease(options);
        builder.AddReleaseSignIn(options);
        builder.Services.AddReleaseEndpoints(options);
        builder.AddReleasePages();
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseReleaseHosting();
        app.MapReleaseEndpoints(options);
        app.MapReleasePages();
        return app;
    }
}
