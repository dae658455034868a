using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Release.Tests.Support;

namespace Release.Tests.Integration.Kill;

/// <summary>Promotions beside each other, and that nothing of them was lost or doubled: no deployment, commit or message.</summary>
/// <param name="sandboxDirectory">Where the imitated outside keeps its configuration repository and Slack's record.</param>
/// <param name="after">The number of the application before their first.</param>
internal sealed class KilledPromotions(string sandboxDirectory, int after = 0)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly List<KilledPromotion> _all = [];

    public IReadOnlyList<KilledPromotion> All => _all;

    public KilledPromotion Add()
    {
        var promotion = new KilledPromotion(after + _all.Count + 1);
        _all.Add(promotion);
        return promotion;
    }

    /// <summary>Waits until each has failed in production, and looks at what there is then.</summary>
    public async Task EndAsExpectedAsync(ReleaseProcess release, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await FirstOfEachAsync(
            release, happened => (string?)happened["type"] == "deployment.failed" && (string?)happened["environment"] == "production", limit.Token);

        var commits = Git("log", "--format=%s", "main");
        foreach (var promotion in _all)
        {
            await promotion.EndedAsExpectedAsync(release, commits, limit.Token);
        }

        Git("for-each-ref", "--format=%(refname:short)", "refs/heads").ShouldBe(["main"]);
        await MessagesAreToldOnceAsync(release, limit.Token);
    }

    /// <summary>When the first event of such a kind came, for each application.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> FirstOfEachAsync(ReleaseProcess release, Func<JsonNode, bool> isIt, CancellationToken cancellationToken)
    {
        var first = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var happened in release.EventsAsync(cancellationToken))
        {
            if (isIt(happened) && _all.Exists(promotion => promotion.Application == (string?)happened["application"]))
            {
                first.TryAdd((string)happened["application"]!, AtOf(happened));
                if (first.Count == _all.Count)
                {
                    break;
                }
            }
        }

        return [.. first.Values];
    }

    public static DateTimeOffset AtOf(JsonNode happened) =>
        DateTimeOffset.Parse((string)happened["at"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A kill while a message is on the wire leaves its fate unknown; then it is shown as such and never repeated (ADR 0005).</summary>
    private async Task MessagesAreToldOnceAsync(ReleaseProcess release, CancellationToken cancellationToken)
    {
        var unknown = await UnknownMessagesAsync(release, cancellationToken);
        var slack = await File.ReadAllLinesAsync(Path.Combine(sandboxDirectory, "slack.jsonl"), cancellationToken);
        var told = _all.Select(promotion => slack.Count(promotion.IsNamedBy)).ToArray();

        told.ShouldAllBe(times => times <= 1, $"no message twice: {string.Join(", ", told)}");
        told.Count(times => times == 0).ShouldBeLessThanOrEqualTo(unknown, "no message is lost");
    }

    /// <summary>How many messages nobody knows the fate of, once nothing in the outbox waits any more.</summary>
    private static async Task<int> UnknownMessagesAsync(ReleaseProcess release, CancellationToken cancellationToken)
    {
        while (true)
        {
            var metrics = (await release.Machine.GetStringAsync("/metrics", cancellationToken)).Split('\n');
            if (Count("pending") + Count("sending") == 0)
            {
                return Count("unknown");
            }

            int Count(string status) => metrics.Where(line => line.StartsWith($"release_outbox_messages{{status=\"{status}\"}}", StringComparison.Ordinal))
                .Sum(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        }
    }

    private string[] Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-C", Path.Combine(sandboxDirectory, "config.git"), .. arguments])
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
