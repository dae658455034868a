namespace Release.Tests.Browser;

/// <summary>The browser that Debian ships; Playwright's own is not downloaded.</summary>
internal static class Chromium
{
    public static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <exception cref="InvalidOperationException">It is not on the PATH.</exception>
    public static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The browser tests need 'chromium' on the PATH. './build.sh test' installs it; by hand: apt-get install chromium.");
}
