using Release.Data.Providers;

namespace Release.Tests.Unit.Data;

public sealed class SqliteWriteQueueTests
{
    private readonly SqliteWriteQueue _turns = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_writes_at_a_time_in_the_order_in_which_they_asked()
    {
        var first = await _turns.TakeAsync(WritePriority.InTurn, Cancel);
        var second = _turns.TakeAsync(WritePriority.InTurn, Cancel);
        var third = _turns.TakeAsync(WritePriority.InTurn, Cancel);

        first.Dispose();
        var taken = await second;
        third.IsCompleted.ShouldBeFalse();

        taken.Dispose();
        (await third).Dispose();
        (await _turns.TakeAsync(WritePriority.InTurn, Cancel)).Dispose();
    }

    [Fact]
    public async Task What_somebody_outside_waits_for_goes_ahead_of_all_that_wait_in_turn()
    {
        var running = await _turns.TakeAsync(WritePriority.InTurn, Cancel);
        var jobs = Enumerable.Range(0, 3).Select(_ => _turns.TakeAsync(WritePriority.InTurn, Cancel)).ToList();
        var arrival = _turns.TakeAsync(WritePriority.Ahead, Cancel);

        running.Dispose();

        var taken = await arrival;
        jobs.ShouldAllBe(job => !job.IsCompleted);
        taken.Dispose();
        await jobs[0];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_gives_up_waiting_holds_up_nobody(bool isAhead)
    {
        using var impatient = new CancellationTokenSource();
        var running = await _turns.TakeAsync(WritePriority.InTurn, Cancel);
        var gone = _turns.TakeAsync(isAhead ? WritePriority.Ahead : WritePriority.InTurn, impatient.Token);
        var next = _turns.TakeAsync(WritePriority.InTurn, Cancel);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        running.Dispose();

        (await next).Dispose();
    }

    [Fact]
    public async Task Giving_up_at_the_very_moment_of_ones_turn_loses_no_turn()
    {
        for (var round = 0; round < 500; round++)
        {
            using var impatient = new CancellationTokenSource();
            var running = await _turns.TakeAsync(WritePriority.InTurn, Cancel);
            var racing = _turns.TakeAsync(WritePriority.InTurn, impatient.Token);

            await Task.WhenAll(Task.Run(running.Dispose, Cancel), Task.Run(impatient.Cancel, Cancel));
            try
            {
                (await racing).Dispose();
            }
            catch (OperationCanceledException)
            {
                // One of the two ways it may end.
            }

            (await _turns.TakeAsync(WritePriority.InTurn, Cancel)).Dispose();
        }
    }

    [Fact]
    public async Task Ending_a_turn_twice_ends_nobody_elses()
    {
        var first = await _turns.TakeAsync(WritePriority.InTurn, Cancel);
        var second = _turns.TakeAsync(WritePriority.InTurn, Cancel);
        var third = _turns.TakeAsync(WritePriority.InTurn, Cancel);
        first.Dispose();
        await second;

        first.Dispose();

        third.IsCompleted.ShouldBeFalse();
    }
}
