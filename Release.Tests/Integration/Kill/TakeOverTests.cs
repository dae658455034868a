using System.Diagnostics;
using Release.Core.Storage;
using Release.Tests.Support;

namespace Release.Tests.Integration.Kill;

/// <summary>Two processes of the product on one PostgreSQL, with Hangfire's jobs there too: what one leaves lying the other takes over, and nothing is done twice.</summary>
public sealed class TakeOverTests(ITestOutputHelper output)
{
    private const int UnderWay = 10;

    /// <summary>Beyond the lease: the sweep's interval, and a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_process_held_goes_on_in_another_when_the_lease_has_run_out()
    {
        await using var outside = await SharedOutside.StartAsync(UnderWay, Cancel);
        await using var first = await outside.StartProcessAsync("first");
        await using var second = await outside.StartProcessAsync("second");
        await HoldAllAsync(outside, first, second);

        await first.KillAsync();
        var killed = TimeProvider.System.GetUtcNow();
        await outside.MendRegistryAsync(Cancel);
        var wentOn = await outside.Promotions.FirstOfEachAsync(second, happened => happened["deploymentId"] is not null && KilledPromotions.AtOf(happened) > killed, Cancel);

        var after = wentOn.Select(at => at - killed).Order().ToArray();
        output.WriteLine($"{UnderWay} cells went on {after[0].TotalSeconds:0.0} to {after[^1].TotalSeconds:0.0} s after the kill");
        after[^1].ShouldBeLessThan(ICellLeases.Length + Patience);
        await outside.Promotions.EndAsExpectedAsync(second, Cancel);
    }

    [Fact]
    public async Task A_process_that_was_stopped_for_twice_its_lease_saves_nothing_when_it_goes_on()
    {
        await using var outside = await SharedOutside.StartAsync(UnderWay, Cancel);
        await using var first = await outside.StartProcessAsync("first");
        await using var second = await outside.StartProcessAsync("second");
        await HoldAllAsync(outside, first, second);

        await first.PauseAsync();
        var stopped = Stopwatch.StartNew();
        await outside.MendRegistryAsync(Cancel);
        await outside.Promotions.EndAsExpectedAsync(second, Cancel);
        output.WriteLine($"the other process was done {stopped.Elapsed.TotalSeconds:0.0} s after the stop");
        var left = (2 * ICellLeases.Length) - stopped.Elapsed;
        await Moments.PassAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var told = await outside.CountDeploymentEventsAsync(Cancel);

        await first.GoOnAsync();
        await first.PrintedAsync("nothing of this pass was saved", UnderWay, Cancel);

        (await outside.CountDeploymentEventsAsync(Cancel)).ShouldBe(told);
        await outside.Promotions.EndAsExpectedAsync(first, Cancel);
    }

    /// <summary>Has the first process hang at the first step of every promotion; the second, which does not act meanwhile, finds them held.</summary>
    private static async Task HoldAllAsync(SharedOutside outside, ReleaseProcess first, ReleaseProcess second)
    {
        await Task.WhenAll(outside.WarmUp.All.Select(promotion => promotion.RequestAsync(first, Cancel)));
        await outside.WarmUp.EndAsExpectedAsync(second, Cancel);
        await outside.HangRegistryAsync(Cancel);
        await second.PauseAsync();
        await Task.WhenAll(outside.Promotions.All.Select(promotion => promotion.RequestAsync(first, Cancel)));
        await outside.Promotions.FirstOfEachAsync(first, happened => (string?)happened["type"] == "deployment.started", Cancel);
        await second.GoOnAsync();

        var holders = await outside.HoldersAsync(Cancel);
        (holders.Count, holders.Distinct().Count()).ShouldBe((UnderWay, 1));
    }
}
