using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Release.Core.Access;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Sources;

namespace Release.Integrations.GitHub;

public static class GitHubRegistration
{
    /// <summary>
    /// Registers GitHub: <see cref="ISourceHost"/> with <see cref="ISourceHostStatus"/> and <see cref="ISourceHostCache"/>,
    /// <see cref="IBuilds"/>, <see cref="ITeamMemberships"/> and <see cref="SourceSettings"/>. Reads the section
    /// <c>Release:GitHub</c>; needs logging. Without a token or app its requests are anonymous.
    /// </summary>
    public static IServiceCollection AddReleaseGitHub(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GitHubOptions>().Bind(configuration.GetSection(GitHubOptions.Section)).PostConfigure(Default).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GitHubOptions>, GitHubOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Settings(provider.GetRequiredService<IOptions<GitHubOptions>>().Value));
        services.AddSingleton<GitHubHealth>();
        services.AddSingleton<ISourceHostStatus>(provider => provider.GetRequiredService<GitHubHealth>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GitHubApi>(provider, GitHubHandler.Connections()));
        AddSources(services);
        services.AddSingleton<IBuilds, GitHubBuilds>();
        services.AddSingleton<ITeamMemberships, GitHubTeams>();
        return services;
    }

    private static void AddSources(IServiceCollection services)
    {
        services.AddSingleton<OverviewReader>();
        services.AddSingleton(provider => new OverviewCache(provider.GetRequiredService<OverviewReader>().ReadAsync, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReferenceResolver>();
        services.AddSingleton<CommitTags>();
        services.AddSingleton<ReferenceSuggestions>();
        services.AddSingleton<PullRequestLinks>();
        services.AddSingleton<ComparisonReader>();
        services.AddSingleton<ChecksReader>();
        services.AddSingleton<GitHubSourceHost>();
        services.AddSingleton<ISourceHost>(provider => provider.GetRequiredService<GitHubSourceHost>());
        services.AddSingleton<ISourceHostCache>(provider => provider.GetRequiredService<GitHubSourceHost>());
    }

    /// <summary>An empty address means github.com; in the sandbox mode it is set later.</summary>
    private static void Default(GitHubOptions options)
    {
        options.ApiAddress = options.ApiAddress.Length > 0 ? options.ApiAddress : new GitHubOptions().ApiAddress;
        options.WebAddress = options.WebAddress.Length > 0 ? options.WebAddress : new GitHubOptions().WebAddress;
    }

    private static SourceSettings Settings(GitHubOptions options) => new(options.Organisation, options.WebAddress.TrimEnd('/')) { DeployWorkflow = options.DeployWorkflow };
}
