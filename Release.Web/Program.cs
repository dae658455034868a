using System.Globalization;
using Microsoft.Extensions.Options;
using Release.Data;
using Release.Web.Components;
using Release.Web.Endpoints;
using Release.Web.Hosting;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Start;

namespace Release.Web;

/// <summary>The composition root.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        FileCreationMask.Apply();
        SandboxPipe.KeepFromChildren();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is [SchemaCommand.Name, .. var rest])
        {
            return await SchemaCommand.RunAsync(rest, Console.Out, Console.Error);
        }

        WebApplication app;
        try
        {
            app = Build(args);
            await app.StartReleaseAsync(Console.Out);
        }
        catch (Exception failure)
        {
            var isForeseen = failure is StartupRefusedException or OptionsValidationException;
            await Console.Error.WriteLineAsync($"Release did not start. {(isForeseen ? failure.Message : failure)}");

            // Exit instead of returning: threads that are already running would keep the process alive. Stopping here is as safe as a kill.
            Environment.Exit(1);
            return 1;
        }

        await using (app)
        {
            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    /// <summary>Builds the application without starting it.</summary>
    /// <param name="args">Of the command line.</param>
    /// <param name="adjust">Tests replace services with it.</param>
    /// <exception cref="StartupRefusedException">It cannot start; the message says why.</exception>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            // appsettings.json and wwwroot are beside the assembly, whatever the current folder is.
            ContentRootPath = AppContext.BaseDirectory,
        });
        var options = builder.AddReleaseHosting();
        var database = DatabaseOptions.Read(builder.Configuration);
        StartupClaims? claim = null;
        try
        {
            var taken = claim = StartupClaims.Take(builder.Configuration, options, database);

            // Registered by a factory, so that the container disposes of it, and does so last.
            builder.Services.AddSingleton(_ => taken);
            return Compose(builder, options, adjust);
        }
        catch (Exception error)
        {
            claim?.Dispose();
            if (StartFailure.Refusal(error, options, database) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    private static WebApplication Compose(WebApplicationBuilder builder, ReleaseOptions options, Action<WebApplicationBuilder>? adjust)
    {
        builder.AddRelease(options);
        builder.AddReleaseSignIn(options);
        builder.Services.AddReleaseEndpoints(options);
        builder.AddReleasePages();
        adjust?.Invoke(builder);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<StartupClaims>();
        app.UseReleaseHosting();
        app.MapReleaseEndpoints(options);
        app.MapReleasePages();
        return app;
    }
}
