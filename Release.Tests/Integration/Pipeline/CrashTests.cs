using Release.Core.Deployments;

namespace Release.Tests.Integration.Pipeline;

/// <summary>
/// Stops the process at every call to the outside and around every commit of a three-environment promotion, one place at a
/// time, starts it again, and expects the same end: each commit once, nothing lost.
/// </summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Killed_anywhere_it_ends_the_same()
    {
        var places = new List<string>();
        for (var place = 0; ; place++)
        {
            var where = await KillAtAsync(place);
            if (where is null)
            {
                break;
            }

            places.Add(where);
        }

        // Five steps in three environments, with at least two commits each and the calls between.
        places.Count.ShouldBeGreaterThan(60);
    }

    /// <returns>Where it was killed; null when it ended before that place.</returns>
    private static async Task<string?> KillAtAsync(int place)
    {
        await using var harness = await PipelineHarness.StartAsync();
        await harness.RequestAsync("v2");

        using var kill = new CancellationTokenSource();
        string? where = null;
        var passed = 0;
        void MaybeKill(string here)
        {
            if (where is null && passed++ == place)
            {
                where = here;
                kill.Cancel();
                throw new OperationCanceledException(kill.Token);
            }
        }

        harness.Outside.BeforeCall = MaybeKill;
        harness.AroundCommit = MaybeKill;
        try
        {
            await harness.SettleUntilKilledAsync(kill.Token);
        }
        catch (OperationCanceledException) when (where is not null)
        {
            await harness.RestartAsync();
        }

        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2", "production v2"], $"killed at {place}: {where}");
        foreach (var environment in new[] { PipelineHarness.Integration, PipelineHarness.Staging, PipelineHarness.Production })
        {
            var newest = await harness.NewestAsync(environment);
            newest!.Status.ShouldBe(DeploymentStatus.Succeeded, $"killed at {place}: {where}");
            newest.Version.Value.ShouldBe("v2");
        }

        return where;
    }
}
