using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Release.Tests.Support;

namespace Release.Tests.Integration.Kill;

/// <summary>
/// One version of one application on its way through three environments, and what must have come of it, whatever was killed.
/// Production's smoke test fails on purpose, so that each has three commits and one message to do twice, or to lose.
/// </summary>
internal sealed class KilledPromotion(int number)
{
    private static readonly string[] Environments = ["integration", "staging", "production"];

    public string Application { get; } = ApplicationOf(number);

    public string Version { get; } = $"v{5000 + number}";

    /// <summary>Writes the image-tag files of so many applications; returns the folder.</summary>
    public static string Seed(string directory, int applications)
    {
        foreach (var folder in Environments.Select(environment => Directory.CreateDirectory(Path.Combine(directory, environment)).FullName))
        {
            for (var number = 1; number <= applications; number++)
            {
                File.WriteAllText(Path.Combine(folder, ApplicationOf(number)), "image_tag: v1\nautomatic_deploys_enabled: true\npromote_deployment: true\n");
            }
        }

        return directory;
    }

    /// <summary>Has its smoke tests fail in production.</summary>
    public async Task FailInProductionAsync(SandboxProcess sandbox, CancellationToken cancellationToken)
    {
        var rule = new { application = Application, version = Version, environment = Environments[^1], kind = "failing-smoke-test" };
        using var response = await sandbox.Control.PostAsJsonAsync("/api/sandbox/misbehaviours", rule, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task RequestAsync(ReleaseProcess release, CancellationToken cancellationToken)
    {
        var request = new { environment = Environments[0], repoName = Application, imageTag = Version, promoteDeployment = "true" };
        using var response = await release.Machine.PostAsJsonAsync("/api/v1/events/apps/update-image-tag", request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task EndedAsExpectedAsync(ReleaseProcess release, IReadOnlyList<string> commits, CancellationToken cancellationToken)
    {
        var page = await release.GetAsync($"/api/deployments?application={Application}&limit=200", cancellationToken);
        var deployments = page["items"]!.AsArray().OfType<JsonObject>().Reverse().Select(item => $"{item["environment"]} {item["version"]} {item["status"]}");

        deployments.ShouldBe([$"integration {Version} succeeded", $"staging {Version} succeeded", $"production {Version} failed"], release.Output);
        commits.Where(subject => subject.Split(' ', '/').Contains(Version)).ShouldBe(ExpectedCommits(), ignoreOrder: true);
    }

    /// <summary>Whether a line of Slack's record is about this version.</summary>
    public bool IsNamedBy(string message) =>
        Array.Exists<string>(["\"", " ", "*", "`"], before => message.Contains(before + Version, StringComparison.Ordinal));

    private static string ApplicationOf(int number) => $"application-{number}";

    private IEnumerable<string> ExpectedCommits() =>
    [
        .. Environments.Select(environment => $"Update {Application} image tag to {Version} for {environment}"),
        .. Environments.Select(environment => $"Merge update-image-tag/{Application}/{environment}/{Version} into main"),
    ];
}
