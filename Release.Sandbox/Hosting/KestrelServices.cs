namespace Release.Sandbox.Hosting;

/// <summary>The few services of a container that Kestrel's TLS asks for; some are internal to it, so only its own registration can make them.</summary>
internal static class KestrelServices
{
    public static WebApplication Make(ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton(loggers);
        return builder.Build();
    }
}
