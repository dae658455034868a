namespace Release.Sandbox.ArgoCd;

/// <summary>A sync that succeeded: an entry of <c>status.history</c>.</summary>
internal sealed record SyncHistoryEntry(int Id, string Revision, DateTimeOffset StartedAt, DateTimeOffset DeployedAt);
