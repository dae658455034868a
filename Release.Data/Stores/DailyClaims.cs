using Microsoft.EntityFrameworkCore;
using Release.Core.Storage;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>
/// Runs tasks once a day across all replicas, however often their job runs. A row for the day is stored before the task and
/// removed if it fails. If the process is killed meanwhile, the row stays and the day is skipped rather than done twice.
/// </summary>
public sealed class DailyClaims
{
    private const int KeptDays = 30;
    private readonly DatabaseWriter _writer;
    private readonly TimeProvider _clock;

    internal DailyClaims(DatabaseWriter writer, TimeProvider clock) => (_writer, _clock) = (writer, clock);

    /// <summary>Returns whether the task ran now.</summary>
    /// <param name="name">What, at most <see cref="DailyClaimRow.MaxNameLength"/> characters.</param>
    /// <param name="work">Runs at most once on a day of the clock's time zone.</param>
    /// <param name="cancellationToken">Cancels the task; the day's row is removed.</param>
    public async Task<bool> DoOnceADayAsync(string name, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(_clock.GetLocalNow().DateTime);
        if (!await ClaimAsync(name, day, cancellationToken))
        {
            return false;
        }

        try
        {
            await work(cancellationToken);
            return true;
        }
        catch
        {
            await TakeBackAsync(name, day);
            throw;
        }
    }

    private async Task<bool> ClaimAsync(string name, DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            await using var write = await _writer.BeginAsync(cancellationToken);
            if (await write.Context.DailyClaims.AnyAsync(row => row.Name == name && row.Day == day, cancellationToken))
            {
                return false;
            }

            var old = day.AddDays(-KeptDays);
            await write.Context.DailyClaims.Where(row => row.Name == name && row.Day < old).ExecuteDeleteAsync(cancellationToken);
            write.Context.DailyClaims.Add(new DailyClaimRow(name, day));
            await write.CommitAsync(cancellationToken);
            return true;
        }
        catch (StaleWriteException)
        {
            // Another replica was first.
            return false;
        }
    }

    private async Task TakeBackAsync(string name, DateOnly day)
    {
        await using var write = await _writer.BeginAsync(CancellationToken.None);
        await write.Context.DailyClaims.Where(row => row.Name == name && row.Day == day).ExecuteDeleteAsync(CancellationToken.None);
        await write.CommitAsync(CancellationToken.None);
    }
}
