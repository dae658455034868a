using System.Reflection;
using Release.Integrations.ConfigRepository;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Webhooks;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Workloads;
using Release.Integrations.Registry;
using Release.Integrations.Slack;
using Release.Integrations.SmokeTests;
using Release.Web.Options;

namespace Release.Tests.Unit.Endpoints;

public sealed class DocumentedOptionsTests
{
    [Theory]
    [InlineData(typeof(ReleaseOptions))]
    [InlineData(typeof(EnvironmentSettings))]
    [InlineData(typeof(ObserveOptions))]
    [InlineData(typeof(SandboxSettings))]
    [InlineData(typeof(ChangesOptions))]
    [InlineData(typeof(SignInSettings))]
    [InlineData(typeof(GitHubSignInSettings))]
    [InlineData(typeof(RoleSettings))]
    [InlineData(typeof(ConfigRepositoryOptions))]
    [InlineData(typeof(ClustersOptions))]
    [InlineData(typeof(ClusterOptions))]
    [InlineData(typeof(PlacementsOptions))]
    [InlineData(typeof(PlacementOptions))]
    [InlineData(typeof(SmokeTestOptions))]
    [InlineData(typeof(SmokeTestOverride))]
    [InlineData(typeof(SmokeTestJobOptions))]
    [InlineData(typeof(SmokeTestWorkflowOptions))]
    [InlineData(typeof(WebhookOptions))]
    [InlineData(typeof(RegistryOptions))]
    [InlineData(typeof(SlackOptions))]
    [InlineData(typeof(GitHubOptions))]
    [InlineData(typeof(GitHubAppOptions))]
    public void Every_option_stands_in_appsettings(Type options)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));

        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.Name is not (nameof(ReleaseOptions.IsSandbox) or nameof(SignInSettings.IsConfigured)))
            .Where(property => !text.Contains($"\"{property.Name}\"", StringComparison.Ordinal))
            .Select(property => property.Name)
            .ShouldBeEmpty($"{options.Name}: document them in appsettings.json");
    }
}
