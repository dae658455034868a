using Release.Sandbox.GitHub;
using Release.Sandbox.Settings;
using Release.Sandbox.World;

namespace Release.Sandbox.Control;

/// <summary>How Release and the sandbox find each other: what an operator would enter on either side.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnection(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{ControlGuard.Api}/connection", context => ControlAnswers.Ok(context, SandboxConnection.Of(context.World())));
        routes.MapPut($"{ControlGuard.Api}/release", SetReleaseAsync);
    }

    /// <summary>Where webhooks and events go from now on, and the token that events carry.</summary>
    private static async Task SetReleaseAsync(HttpContext context)
    {
        var body = await ControlBody.ReadAsync(context.Request);
        var text = body.Text("address");
        var token = body.Text("token");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            body.Fail("address", "is not an address such as http://127.0.0.1:5000.");
        }

        if (!await body.RefusedAsync(context))
        {
            context.World().SetRelease(address!, token);
            await ControlAnswers.NoContent(context);
        }
    }
}

/// <summary>Addresses and credentials of the imitated systems, to be configured like those of real ones.</summary>
/// <param name="Directory">The sandbox's folder: Release takes the answer only if it is its own.</param>
/// <param name="ConfigRepositoryUrl">A remote for git.</param>
/// <param name="ConfigRepository">The same repository's name at GitHub.</param>
/// <param name="Kubeconfig">A path, with a context for each environment.</param>
/// <param name="SlackWebhook">An incoming webhook.</param>
/// <param name="Services">By environment, where applications' pods answer.</param>
/// <param name="SmokeTestImage">An image whose container tests the application that its variable <c>APPLICATION</c> names.</param>
/// <param name="SmokeTestTemplate">A WorkflowTemplate that does the same.</param>
internal sealed record SandboxConnection(
    string Directory, int ProcessId, Uri Control, string ConfigRepositoryUrl, string ConfigRepository, string Kubeconfig, Uri Registry, Uri SlackWebhook,
    GitHubConnection GitHub, IReadOnlyDictionary<string, Uri> Services, string SmokeTestImage, string SmokeTestTemplate)
{
    public static SandboxConnection Of(SandboxWorld world) => new(
        world.Options.Directory,
        Environment.ProcessId,
        world.Endpoints.Control!,
        world.ConfigRepositoryPath,
        SandboxGitHub.ConfigRepository,
        world.KubeconfigPath,
        world.Endpoints.Registry,
        new Uri(world.Endpoints.Slack, "services/sandbox/release"),
        new GitHubConnection(
            world.Endpoints.GitHub, SandboxGitHub.Organisation, world.GitHubToken, world.GitHubWebhookSecret, world.GitHubClientId, world.GitHubClientSecret,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [SandboxGitHub.DevelopersTeam] = "Developer",
                [SandboxGitHub.ProductionDeployTeam] = "Deployer",
                [SandboxGitHub.AdminsTeam] = "Admin",
            }),
        world.Endpoints.Services,
        SandboxSmokeTests.Image,
        SandboxSmokeTests.WorkflowTemplate);
}

/// <summary>What an operator has after registering an application at GitHub: a token, a webhook's secret and an OAuth application.</summary>
/// <param name="Teams">The organisation's teams, and the role that each is there for.</param>
internal sealed record GitHubConnection(
    Uri Address, string Organisation, string Token, string WebhookSecret, string ClientId, string ClientSecret, IReadOnlyDictionary<string, string> Teams);
