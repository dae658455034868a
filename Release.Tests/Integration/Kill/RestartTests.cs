using Release.Tests.Support;

namespace Release.Tests.Integration.Kill;

/// <summary>What was under way when the one process on SQLite was killed goes on when it is started again.</summary>
[Collection(Alone.Name)]
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int UnderWay = 30;
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_deployments_killed_under_way_all_go_on_within_five_seconds_of_ready()
    {
        using var directory = new TemporaryDirectory();
        var data = Path.Combine(directory.Path, "data");
        var promotions = new KilledPromotions(Path.Combine(data, "sandbox"));
        string[] settings =
        [
            $"Release:Sandbox:SeedDirectory={KilledPromotion.Seed(Path.Combine(directory.Path, "seed"), UnderWay)}",
            "Release:Sandbox:RolloutSeconds=0.4", "Release:Sandbox:SmokeTestSeconds=0.3", "Logging:LogLevel:Default=Warning",
        ];
        await using var sandbox = await SandboxProcess.StartAsync(data, settings);
        await using (var release = await ReleaseProcess.StartAsync(sandbox, settings))
        {
            for (var number = 0; number < UnderWay; number++)
            {
                await promotions.Add().FailInProductionAsync(sandbox, Cancel);
            }

            await Task.WhenAll(promotions.All.Select(promotion => promotion.RequestAsync(release, Cancel)));
            await promotions.FirstOfEachAsync(release, happened => (string?)happened["type"] == "deployment.started", Cancel);
            await release.KillAsync();
        }

        var killed = TimeProvider.System.GetUtcNow();
        await using var next = await ReleaseProcess.StartAsync(sandbox, settings);
        var ready = TimeProvider.System.GetUtcNow();
        var wentOn = await promotions.FirstOfEachAsync(next, happened => happened["deploymentId"] is not null && KilledPromotions.AtOf(happened) > killed, Cancel);

        var after = wentOn.Select(at => at - ready).Order().ToArray();
        output.WriteLine($"{UnderWay} deployments went on {after[0].TotalSeconds:0.0} to {after[^1].TotalSeconds:0.0} s after ready, half of them within {after[UnderWay / 2].TotalSeconds:0.0} s");
        after[^1].ShouldBeLessThan(GoesOnWithin);
        await promotions.EndAsExpectedAsync(next, Cancel);
    }
}

/// <summary>Tests that hold the product to seconds run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
