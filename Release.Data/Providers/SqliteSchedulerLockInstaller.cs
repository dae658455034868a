using System.Reflection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Quartz.Extensibility;

namespace Release.Data.Providers;

/// <summary>
/// Gives the scheduler <see cref="SqliteSchedulerLock"/> before it starts. On SQLite Quartz 4.7 puts a lock of its own in
/// the place of any that was configured (its event 3000), and that one deadlocks with transactions that schedule: we
/// hold SQLite's write lock and wait for theirs, they hold theirs and wait for SQLite's. Hence by reflection; where
/// another version has no such property, Release does not start, and a test says so first.
/// </summary>
internal sealed class SqliteSchedulerLockInstaller(ISchedulerFactory schedulers, IJobStore store, SqliteTurns turns) : IHostedService
{
    private const string PropertyName = "LockHandler";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Built, so that Quartz has made its choice, and not yet started, so that nobody holds the lock.
        await schedulers.GetScheduler(cancellationToken);
        var property = PropertyOf(store.GetType())
            ?? throw new InvalidOperationException($"Quartz's {store.GetType().Name} has no property {PropertyName} any more. Use version 4.7.3, or mend {nameof(SqliteSchedulerLockInstaller)}.");
        property.SetValue(store, new SqliteSchedulerLock(turns));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static PropertyInfo? PropertyOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetProperty(PropertyName, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly) is { } property)
            {
                return property;
            }
        }

        return null;
    }
}
