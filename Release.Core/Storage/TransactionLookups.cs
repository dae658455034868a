using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;

namespace Release.Core.Storage;

/// <summary>Finds an application or a cell, and creates it when it is new.</summary>
internal static class TransactionLookups
{
    public static async Task<Application> FindOrAddApplicationAsync(
        this IReleaseTransaction transaction, ApplicationName name, string actor, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await transaction.FindApplicationAsync(name, cancellationToken) is { } known)
        {
            return known;
        }

        return AddApplication(transaction, name, null, actor, clock);
    }

    public static Application AddApplication(this IReleaseTransaction transaction, ApplicationName name, string? repository, string actor, TimeProvider clock)
    {
        var application = new Application(name, repository, clock.GetUtcNow());
        transaction.Add(application);
        transaction.Append(new ReleaseEvent(EventType.ApplicationCreated, actor, $"{application.DisplayName} is new", name));
        return application;
    }

    public static async Task<ApplicationEnvironment> FindOrAddCellAsync(this IReleaseTransaction transaction, Cell cell, CancellationToken cancellationToken)
    {
        if (await transaction.FindCellAsync(cell, cancellationToken) is { } known)
        {
            return known;
        }

        var added = new ApplicationEnvironment(cell.Application, cell.Environment);
        transaction.Add(added);
        return added;
    }
}
