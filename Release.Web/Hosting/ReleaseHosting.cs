using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Release.Data;
using Release.Web.Errors;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Start;

namespace Release.Web.Hosting;

/// <summary>The pipeline that every request passes before it reaches a page or an endpoint.</summary>
internal static class ReleaseHosting
{
    private const string NotFoundPage = "/not-found";
    private const long LargestBody = 1024 * 1024;
    private const string HostsLog = "Microsoft.Extensions.Hosting.Internal.Host";
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(8);

    /// <exception cref="StartupRefusedException">The options do not allow a start.</exception>
    public static ReleaseOptions AddReleaseHosting(this WebApplicationBuilder builder)
    {
        var options = ReleaseOptions.Read(builder.Configuration);
        // Other readers of the configuration must find the same absolute folder.
        builder.Configuration[$"{ReleaseOptions.Section}:{nameof(options.DataDirectory)}"] = options.DataDirectory;
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.EnvironmentOrder());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SandboxToken>();
        services.AddSingleton<Announcement>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
        AddStart(builder);
        AddListening(builder, options);
        return options;
    }

    public static void UseReleaseHosting(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<StartupResponse>();
        app.UseWhen(IsPageRequest, pages => pages.UseStatusCodePagesWithReExecute(NotFoundPage, createScopeForStatusCodePages: true));
        app.UseWhen(context => !IsPageRequest(context), others => others.UseStatusCodePages());
        app.UseMiddleware<SignInThrottle>();
        app.UseRouting();
        app.UseAuthentication();
        if (app.Services.GetRequiredService<ReleaseOptions>().IsSandbox)
        {
            app.UseMiddleware<SandboxSignIn>();
        }

        app.UseMiddleware<SameOrigin>();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>Browsers that open an address get errors as pages; programs get problem documents.</summary>
    private static bool IsPageRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static void AddStart(WebApplicationBuilder builder)
    {
        var gate = new StartupGate();
        builder.Services.AddSingleton(gate);
        builder.Host.ConfigureContainer<IServiceCollection>(ListenFirst);

        // The host would log a failed start too; Program prints it once, as a sentence.
        builder.Logging.AddFilter(HostsLog, level => gate.IsOpen && level >= LogLevel.Information);
    }

    /// <summary>Moves ASP.NET's server, which is registered last, to the front, so that it listens before other hosted services start.</summary>
    private static void ListenFirst(IServiceCollection services)
    {
        var server = services.Last(service => service.ServiceType == typeof(IHostedService));
        var first = services.First(service => service.ServiceType == typeof(IHostedService));
        services.Remove(server);
        services.Insert(services.IndexOf(first), server);
    }

    private static void AddListening(WebApplicationBuilder builder, ReleaseOptions options)
    {
        var addresses = ListenAddresses.Of(builder.Configuration);
        if (addresses.Count == 0)
        {
            builder.WebHost.UseUrls(ListenAddresses.Default);
        }

        ListenAddresses.Check(addresses, options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.AddOptions<SocketTransportOptions>()
            .Configure<StartupClaims>((transport, claim) => transport.CreateBoundListenSocket = claim.Addresses.HandOver);
        if (options is { IsSandbox: true, Sandbox.AllowRemote: false })
        {
            // DNS rebinding: a web page must not reach the sandbox through a host name that resolves to loopback.
            builder.Services.PostConfigure<HostFilteringOptions>(filter =>
                filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        }
    }
}
