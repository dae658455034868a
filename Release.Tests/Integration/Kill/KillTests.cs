namespace Release.Tests.Integration.Kill;

/// <summary>
/// Kills the real process (SIGKILL) twenty times at random moments of three-environment promotions and starts it again, in two
/// data directories side by side (<see cref="KillLane"/>).
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Lanes = 2;

    [Fact]
    public async Task Killed_at_twenty_random_moments_it_ends_the_same_each_time()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async number =>
        {
            await using var lane = new KillLane($"lane {number + 1}", Kills / Lanes, new Random(seed + number), output);
            await lane.RunAsync(TestContext.Current.CancellationToken);
        }));
    }
}
