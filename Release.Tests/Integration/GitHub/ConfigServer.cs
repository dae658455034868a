using Microsoft.Extensions.Logging.Abstractions;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Server;
using Release.Sandbox.Hosting;
using Release.Tests.Integration.Git;

namespace Release.Tests.Integration.GitHub;

/// <summary>The sandbox's GitHub over a repository that the test looks into with git itself.</summary>
internal sealed class ConfigServer : IAsyncDisposable
{
    private readonly GitHubHost _host;

    private ConfigServer(GitHubHost host) => _host = host;

    public string Address => _host.Address.GetLeftPart(UriPartial.Authority);

    public string Token => _host.State.Tokens.Machine;

    public static async Task<ConfigServer> StartAsync(TestRemote remote)
    {
        // Its own name for the configuration repository's directory is the remote's.
        var files = new SandboxFiles(Path.GetDirectoryName(remote.Url)!);
        files.Prepare();
        var state = GitHubSetup.MakeState(files, new ConfigRepository(files.ConfigRepository, TimeProvider.System), NullLogger.Instance, TimeProvider.System);
        var host = GitHubSetup.Make(state, []);
        await host.StartAsync(0, null, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        return remote.Keep(new ConfigServer(host));
    }

    /// <summary>Release's way to it.</summary>
    public GitHubUnderTest Open(TestRemote remote, Func<HttpMessageHandler, HttpMessageHandler>? wrap = null, string? pathTemplate = null) =>
        remote.Keep(new GitHubUnderTest(Address, configure: options => options.Token = Token, wrap: wrap, pathTemplate: pathTemplate));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _host.State.DisposeAsync();
    }
}
