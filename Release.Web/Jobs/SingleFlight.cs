namespace Release.Web.Jobs;

/// <summary>
/// Runs work once at a time in this process. Who comes while it runs does not wait: the one that runs does it once more,
/// however many came. Replicas are kept apart by what each job claims in the database.
/// </summary>
internal sealed class SingleFlight
{
    private int _asked;

    public async Task RunAsync(Func<Task> work)
    {
        if (Interlocked.Increment(ref _asked) != 1)
        {
            return;
        }

        try
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _asked);
                await work();
            }
            while (Interlocked.CompareExchange(ref _asked, 0, seen) != seen);
        }
        catch
        {
            Interlocked.Exchange(ref _asked, 0);
            throw;
        }
    }
}
