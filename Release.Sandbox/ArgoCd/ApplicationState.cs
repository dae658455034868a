namespace Release.Sandbox.ArgoCd;

/// <summary>What survives a restart of an application: what had been rolled out, by which operation.</summary>
internal sealed record ApplicationState(
    string Name,
    string? RolledOutTag,
    string? SyncedRevision,
    DateTimeOffset? SyncStartedAt,
    DateTimeOffset? SyncFinishedAt,
    DateTimeOffset HealthSince,
    string? NotifiedRevision)
{
    public static ApplicationState Of(ArgoApplication application)
    {
        var operation = application.Operation is { Phase: "Succeeded" } succeeded && succeeded.Tag == application.RolledOutTag ? succeeded : null;
        return new ApplicationState(
            application.Definition.Name,
            application.RolledOutTag,
            operation?.Revision,
            operation?.StartedAt,
            operation?.FinishedAt,
            application.HealthSince,
            application.NotifiedRevision);
    }
}
