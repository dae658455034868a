using Release.Core.Deployments;

namespace Release.Tests.Integration.Pipeline;

/// <summary>Stops the process at every call and commit of a deployment whose image is built, and expects one build.</summary>
public sealed class BuildCrashTests
{
    private const string Sha = "1111111111111111111111111111111111111111";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_anywhere_it_is_built_once(bool namesRuns)
    {
        var places = new List<string>();
        for (var place = 0; ; place++)
        {
            var where = await KillAtAsync(place, namesRuns);
            if (where is null)
            {
                break;
            }

            places.Add(where);
        }

        places.ShouldContain("github dispatch");
        places.ShouldContain("dispatch, done");
        places.Count.ShouldBeGreaterThan(20);
    }

    /// <returns>Where it was killed; null when it ended before that place.</returns>
    private static async Task<string?> KillAtAsync(int place, bool namesRuns)
    {
        await using var harness = await PipelineHarness.StartAsync();
        (harness.GitHub.LooksUp, harness.GitHub.NamesRuns) = (true, namesRuns);
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        using var kill = new CancellationTokenSource();
        string? where = null;
        var passed = 0;
        void MaybeKill(string here)
        {
            // The image shows up some time after the build was begun.
            if (harness.GitHub.Dispatched.Count > 0 && here == "registry exists" && harness.Clock.GetUtcNow() - deployment.CreatedAt > TimeSpan.FromMinutes(3))
            {
                harness.GitHub.Images.Add(Sha);
            }

            if (where is null && passed++ == place)
            {
                where = here;
                kill.Cancel();
                throw new OperationCanceledException(kill.Token);
            }
        }

        harness.GitHub.BeforeCall = MaybeKill;
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

        harness.GitHub.Dispatched.ShouldBe([$"integration {Sha}"], $"killed at {place}: {where}");
        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded, $"killed at {place}: {where}");
        harness.Outside.VersionCommits.ShouldBe([$"integration {Sha}"], $"killed at {place}: {where}");
        return where;
    }
}
