using Microsoft.Playwright;

namespace Release.Tests.Browser;

/// <summary>
/// The browser that Debian ships; Playwright's own is not downloaded. One for the whole collection, launched when its first visitor comes:
/// each visitor has a context of their own. As a fixture it ends with the collection's last test.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Running = new(LaunchAsync);

    /// <exception cref="InvalidOperationException">It is not on the PATH.</exception>
    internal static async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options) =>
        await (await Running.Value).Browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (Running is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (playwright, browser) = await Running.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync()
    {
        var executable = Find();
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Arguments }));
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The browser tests need 'chromium' on the PATH. './build.sh test' installs it; by hand: apt-get install chromium.");
}
