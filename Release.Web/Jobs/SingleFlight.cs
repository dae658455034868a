namespace Release.Web.Jobs;

/// <summary>
/// Runs work once at a time in this process. A caller that arrives while it runs does not wait: the running caller does it once more,
/// however many arrived. Between replicas, each job's claims in the database do the same.
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
