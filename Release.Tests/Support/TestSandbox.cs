using System.Net.Http.Headers;
using Release.Sandbox;
using Release.Sandbox.Control;
using Release.Sandbox.Host;
using Release.Sandbox.World;

namespace Release.Tests.Support;

/// <summary>The sandbox of a data directory, in the test's own process: found by Release through its files, as in real life.</summary>
internal sealed class TestSandbox : IAsyncDisposable
{
    private readonly SandboxHost _host;

    private TestSandbox(SandboxHost host, string dataDirectory)
    {
        _host = host;
        Control = new HttpClient { BaseAddress = host.World.Endpoints.Control };
        Control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", File.ReadAllText(Path.Combine(dataDirectory, "sandbox", "control-token")).Trim());
    }

    public SandboxWorld World => _host.World;

    /// <summary>Calls its control API with its own token.</summary>
    public HttpClient Control { get; }

    /// <param name="arguments">As on the command line, what is meant for Release alone included.</param>
    public static async Task<TestSandbox> StartAsync(string dataDirectory, params string[] arguments)
    {
        string[] own = ["--Logging:LogLevel:Default=None", "--Logging:LogLevel:Release.Sandbox=None", .. arguments, $"--Release:DataDirectory={dataDirectory}"];
        return new TestSandbox(await SandboxHost.StartAsync(SandboxSettings.Read(own), TestContext.Current.CancellationToken), dataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await _host.DisposeAsync();
    }
}
