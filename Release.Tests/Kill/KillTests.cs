using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Release.Tests.Support;

namespace Release.Tests.Kill;

/// <summary>
/// Kills the real process (SIGKILL) at random moments of a three-environment promotion and starts it again. Production's
/// smoke test fails on purpose, so that each round has three commits and one message to do twice, or to lose.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 20;
    private static readonly string[] Environments = ["integration", "staging", "production"];
    private static readonly string[] Settings = ["Release:Sandbox:RolloutSeconds=0.4", "Release:Sandbox:SmokeTestSeconds=0.3", "Logging:LogLevel:Default=Warning"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Killed_at_twenty_random_moments_it_ends_the_same_each_time()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        var release = await ReleaseProcess.StartAsync(directory.Path, Settings);
        try
        {
            var duration = await UndisturbedAsync(release, directory.Path);
            for (var round = 1; round <= Rounds; round++)
            {
                var killAfter = duration * random.NextDouble();
                output.WriteLine($"round {round}: killed {killAfter.TotalMilliseconds:0} ms after the request, of {duration.TotalMilliseconds:0}");
                release = await KilledAsync(release, directory.Path, $"v{5000 + round}", killAfter);
            }
        }
        finally
        {
            await release.DisposeAsync();
        }
    }

    /// <summary>How long a promotion takes from its request to its end when nothing kills it.</summary>
    private static async Task<TimeSpan> UndisturbedAsync(ReleaseProcess release, string directory)
    {
        using var limit = new CancellationTokenSource(Limit);
        await FailInProductionAsync(release, "v5000", limit.Token);
        var time = Stopwatch.StartNew();
        await RequestAsync(release, "v5000", limit.Token);
        await EndsAsExpectedAsync(release, directory, "v5000", limit.Token);
        return time.Elapsed;
    }

    /// <returns>The process started after the kill.</returns>
    private static async Task<ReleaseProcess> KilledAsync(ReleaseProcess release, string directory, string version, TimeSpan killAfter)
    {
        using var limit = new CancellationTokenSource(Limit);
        await FailInProductionAsync(release, version, limit.Token);
        await RequestAsync(release, version, limit.Token);
        await KillAtAsync(release, killAfter);
        await release.DisposeAsync();

        var next = await ReleaseProcess.StartAsync(directory, Settings);
        try
        {
            await EndsAsExpectedAsync(next, directory, version, limit.Token);
            return next;
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }
    }

    private static async Task EndsAsExpectedAsync(ReleaseProcess release, string directory, string version, CancellationToken cancellationToken)
    {
        var deployments = await SettledAsync(release, version, cancellationToken);

        deployments.ShouldBe(["integration succeeded", "staging succeeded", "production failed"], release.Output);
        CommitsOf(directory, version).ShouldBe(ExpectedCommits(version), ignoreOrder: true);
        Branches(directory).ShouldBe(["main"]);
        await MessageIsToldOnceAsync(release, directory, version, cancellationToken);
    }

    private static async Task FailInProductionAsync(ReleaseProcess release, string version, CancellationToken cancellationToken)
    {
        var rule = new { application = "publisher", version, environment = "production", kind = "failing-smoke-test" };
        using var response = await release.Machine.PostAsJsonAsync("/api/sandbox/misbehaviours", rule, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task RequestAsync(ReleaseProcess release, string version, CancellationToken cancellationToken)
    {
        var request = new { environment = "integration", repoName = "publisher", imageTag = version, promoteDeployment = "true" };
        using var response = await release.Machine.PostAsJsonAsync("/api/v1/events/apps/update-image-tag", request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The moment itself is what is tested, so here a timer decides.</summary>
    private static async Task KillAtAsync(ReleaseProcess release, TimeSpan moment)
    {
        var now = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = TimeProvider.System.CreateTimer(_ => now.TrySetResult(), null, moment, Timeout.InfiniteTimeSpan);
        await now.Task;
        await release.KillAsync();
    }

    /// <summary>Follows the event stream until nothing of this version is under way and production has ended.</summary>
    private static async Task<string[]> SettledAsync(ReleaseProcess release, string version, CancellationToken cancellationToken)
    {
        using var stream = await release.Machine.GetStreamAsync("/api/events?after=0", cancellationToken);
        using var events = new StreamReader(stream);
        while (await events.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("deployment.failed", StringComparison.Ordinal))
            {
                var deployments = await DeploymentsAsync(release, version, cancellationToken);
                if (deployments.Length == Environments.Length && !deployments.Any(IsUnderWay))
                {
                    return deployments;
                }
            }
        }

        throw new InvalidOperationException($"The event stream ended.\n{release.Output}");
    }

    /// <summary>The stream begins with the failures of the rounds before, so a promotion may still be queued when one is read.</summary>
    private static bool IsUnderWay(string deployment) =>
        deployment.EndsWith(" queued", StringComparison.Ordinal) || deployment.EndsWith(" running", StringComparison.Ordinal);

    private static async Task<string[]> DeploymentsAsync(ReleaseProcess release, string version, CancellationToken cancellationToken)
    {
        var page = await release.GetAsync("/api/deployments?application=publisher&limit=200", cancellationToken);
        return
        [
            .. page["items"]!.AsArray().OfType<JsonObject>()
                .Where(item => (string?)item["version"] == version)
                .Select(item => $"{item["environment"]} {item["status"]}")
                .OrderBy(item => Array.FindIndex(Environments, environment => item.StartsWith(environment, StringComparison.Ordinal))),
        ];
    }

    private static async Task MessageIsToldOnceAsync(ReleaseProcess release, string directory, string version, CancellationToken cancellationToken)
    {
        var metrics = await SentOrUnknownAsync(release, cancellationToken);
        var slack = await File.ReadAllLinesAsync(Path.Combine(directory, "sandbox", "slack.jsonl"), cancellationToken);
        var told = slack.Count(line => line.Contains($"\"{version}", StringComparison.Ordinal) || line.Contains($" {version}", StringComparison.Ordinal) || line.Contains($"*{version}", StringComparison.Ordinal) || line.Contains($"`{version}", StringComparison.Ordinal));

        // A kill while the message is on the wire leaves its fate unknown; then it is shown as such and never repeated (ADR 0005).
        told.ShouldBeLessThanOrEqualTo(1, "no message twice");
        if (told == 0)
        {
            metrics.ShouldContain("status=\"unknown\"");
        }
    }

    /// <summary>The outbox's counts once nothing in it waits any more.</summary>
    private static async Task<string> SentOrUnknownAsync(ReleaseProcess release, CancellationToken cancellationToken)
    {
        while (true)
        {
            var metrics = await release.Machine.GetStringAsync("/metrics", cancellationToken);
            var waiting = metrics.Split('\n').Any(line =>
                (line.Contains("status=\"pending\"", StringComparison.Ordinal) || line.Contains("status=\"sending\"", StringComparison.Ordinal))
                && !line.EndsWith(" 0", StringComparison.Ordinal));
            if (!waiting)
            {
                return metrics;
            }
        }
    }

    private static string[] ExpectedCommits(string version) =>
    [
        .. Environments.Select(environment => $"Update publisher image tag to {version} for {environment}"),
        .. Environments.Select(environment => $"Merge update-image-tag/publisher/{environment}/{version} into main"),
    ];

    private static string[] CommitsOf(string directory, string version) =>
        [.. Git(directory, "log", "--format=%s", "main").Where(subject => subject.Split(' ', '/').Contains(version))];

    private static string[] Branches(string directory) => Git(directory, "for-each-ref", "--format=%(refname:short)", "refs/heads");

    private static string[] Git(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-C", Path.Combine(directory, "sandbox", "config.git"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var git = Process.Start(start)!;
        var text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
