namespace Release.Core.Ports;

/// <summary>A sync operation of Argo CD.</summary>
/// <param name="Phase">Running, Succeeded, Failed, Error or Terminating.</param>
/// <param name="Message">Argo CD's own words.</param>
/// <param name="Revision">The commit it synced (<c>syncResult.revision</c>).</param>
/// <param name="Resources">What it did with each resource and hook.</param>
public sealed record SyncOperation(
    string Phase,
    string? Message,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Revision,
    IReadOnlyList<SyncedResource> Resources)
{
    public bool IsRunning => Phase is "Running" or "Terminating";

    public bool HasFailed => Phase is "Failed" or "Error";
}
