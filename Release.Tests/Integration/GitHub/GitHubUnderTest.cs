using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Integrations.ConfigRepository;
using Release.Integrations.GitHub;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Configuration;
using Release.Integrations.GitHub.Sources;
using Release.Tests.Integration.Git;

namespace Release.Tests.Integration.GitHub;

/// <summary>Release's real adapters, put together as in the product, for whichever GitHub a test has.</summary>
internal sealed class GitHubUnderTest : IAsyncDisposable
{
    public const string Token = "ghp_sEcReT0123456789";

    private static readonly Lazy<string> s_key = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportRSAPrivateKeyPem();
    });

    public GitHubUnderTest(string api, TimeProvider? time = null, Action<GitHubOptions>? configure = null, Func<HttpMessageHandler, HttpMessageHandler>? wrap = null, string? pathTemplate = null)
    {
        time ??= TimeProvider.System;
        var options = new GitHubOptions { ApiAddress = api, Organisation = "example", Token = Token };
        configure?.Invoke(options);
        new GitHubOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        Options = new Settable(options);
        Contact = new GitHubHealth(time);
        var connections = GitHubHandler.Connections();
        Api = new GitHubApi(Options, Contact, wrap?.Invoke(connections) ?? connections, time, Log.CreateLogger<GitHubApi>());
        var overviews = new OverviewCache(new OverviewReader(Api, time).ReadAsync, time);
        Host = new GitHubSourceHost(
            overviews,
            new ReferenceResolver(Api),
            new CommitTags(Api, overviews),
            new ReferenceSuggestions(Api, overviews),
            new ComparisonReader(Api, new PullRequestLinks(Api, Log.CreateLogger<PullRequestLinks>())),
            new ChecksReader(Api));
        Builds = new GitHubBuilds(Api, time);
        Teams = new GitHubTeams(Api);
        var order = new EnvironmentOrder(new[] { "integration", "staging", "production" }.Select(name => new DeploymentEnvironment(EnvironmentName.Parse(name))));
        var repository = Microsoft.Extensions.Options.Options.Create(new ConfigRepositoryOptions { Via = ConfigRepositoryAccess.GitHub, Repository = "example/config", PathTemplate = pathTemplate ?? new ConfigRepositoryOptions().PathTemplate });
        Configuration = new GitHubConfigRepository(Api, repository, order, time, Log.CreateLogger<GitHubConfigRepository>());
        Calls = new ConfigCalls(Api, repository);
    }

    public GitHubConfigRepository Configuration { get; }

    /// <summary>What the configuration repository is changed with, one by one.</summary>
    public ConfigCalls Calls { get; }

    /// <summary>A key that is made for this run.</summary>
    public static string AppKey => s_key.Value;

    public Settable Options { get; }

    public GitHubHealth Contact { get; }

    public GitHubApi Api { get; }

    public GitHubSourceHost Host { get; }

    public IBuilds Builds { get; }

    public ITeamMemberships Teams { get; }

    public MessageLog Log { get; } = new();

    public static void AsApp(GitHubOptions options)
    {
        options.Token = "";
        options.App = new GitHubAppOptions { Id = "4711", PrivateKey = AppKey };
    }

    public async ValueTask DisposeAsync()
    {
        await Configuration.DisposeAsync();
        Api.Dispose();
        Contact.Dispose();
        Log.Dispose();
    }

    internal sealed class Settable(GitHubOptions options) : IOptionsMonitor<GitHubOptions>
    {
        public GitHubOptions CurrentValue { get; set; } = options;

        public GitHubOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<GitHubOptions, string?> listener) => null;
    }
}
