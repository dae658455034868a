using Release.Core.Sources;
using Release.Tests.Integration.Sandbox;

namespace Release.Tests.Integration.GitHub;

/// <summary>
/// A GitHub that answers with data: the sandbox's, or the one that <c>RELEASE_TEST_GITHUB_API</c> names, with
/// <c>RELEASE_TEST_GITHUB_TOKEN</c>, <c>RELEASE_TEST_GITHUB_REPOSITORY</c> (owner/name, with tags) and, to look for a
/// member, <c>RELEASE_TEST_GITHUB_LOGIN</c>.
/// </summary>
internal sealed class LiveGitHub : IAsyncDisposable
{
    private readonly SandboxUnderTest? _sandbox;

    private LiveGitHub(SandboxUnderTest? sandbox, GitHubUnderTest github, SourceRepository repository, string? login) =>
        (_sandbox, GitHub, Repository, Login) = (sandbox, github, repository, login);

    public GitHubUnderTest GitHub { get; }

    public SourceRepository Repository { get; }

    /// <summary>A member of the repository's owner; null where none is named.</summary>
    public string? Login { get; }

    public static async Task<LiveGitHub> ConnectAsync()
    {
        if (Setting("API") is { } api)
        {
            var named = SourceRepository.Parse(Setting("REPOSITORY"));
            return new LiveGitHub(null, new GitHubUnderTest(api, configure: options => options.Token = Setting("TOKEN") ?? ""), named, Setting("LOGIN"));
        }

        var sandbox = await SandboxUnderTest.StartAsync();
        var address = sandbox.World.Endpoints.GitHub.GetLeftPart(UriPartial.Authority);
        var github = new GitHubUnderTest(address, configure: options => options.Token = sandbox.World.GitHubToken);
        return new LiveGitHub(sandbox, github, SourceRepository.Parse("example/publisher"), Release.Sandbox.GitHub.SandboxGitHub.MachineLogin);
    }

    public async ValueTask DisposeAsync()
    {
        await GitHub.DisposeAsync();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    private static string? Setting(string name) =>
        System.Environment.GetEnvironmentVariable($"RELEASE_TEST_GITHUB_{name}") is { Length: > 0 } value ? value : null;
}
