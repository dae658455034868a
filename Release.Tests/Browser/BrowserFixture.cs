using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Release.Tests.Support;

namespace Release.Tests.Browser;

/// <summary>The real product, once for all browser tests, looked at with a real browser. Each test works on an application of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly string[] _settings;
    private readonly Action<WebApplicationBuilder>? _adjust;

    public BrowserFixture() => _settings = [];

    /// <summary>For a test that needs a product of its own.</summary>
    internal BrowserFixture(params string[] settings) => _settings = settings;

    /// <summary>For a test that puts something of its own in the place of the product's.</summary>
    internal BrowserFixture(Action<WebApplicationBuilder> adjust, params string[] settings) => (_adjust, _settings) = (adjust, settings);

    internal ReleaseApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        // Long enough for progress to be seen, short enough for a whole journey in 10 s.
        App = await ReleaseApp.StartAsync(TextWriter.Null, _adjust, ["Release:Sandbox:RolloutSeconds=2.5", "Release:Sandbox:SmokeTestSeconds=0.3", .. _settings]);

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
        {
            await App.DisposeAsync();
        }
    }

    /// <summary>A browser of its own, with its own cookies: somebody who comes for the first time, as admin.</summary>
    internal async Task<Visitor> VisitAsync(ColorScheme scheme = ColorScheme.Light, int width = 1440)
    {
        var context = await Chromium.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = App.Address.ToString(),
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);

        // Pages wait for deployments, which take seconds, and more beside other tests.
        Assertions.SetDefaultExpectTimeout((float)TimeSpan.FromSeconds(30).TotalMilliseconds);
        return new Visitor(context, await context.NewPageAsync());
    }
}
