using Release.Core.Clusters;

namespace Release.Web.Components.Pages.Application;

/// <summary>Details beside the synced version: sync, health and problems.</summary>
internal static class SyncText
{
    private const int ShortRevision = 7;

    /// <summary><c>Synced, Healthy, at 3f2a1bc</c>, followed by problems of the last sync.</summary>
    public static string? Of(LiveCell live)
    {
        string?[] said =
        [
            Status(live),
            live.Sync?.Disagreement,
            live.Sync is { Phase: { State: not OperationPhase.Succeeded } } sync ? $"sync {sync.Phase}{(sync.Message is null ? "" : $": {sync.Message}")}" : null,
            live.Sync?.OutOfSync is { } resources ? $"differs: {resources}" : null,
            live.Sync?.Conditions,
        ];
        var words = string.Join("; ", said.OfType<string>());
        return words.Length == 0 ? null : words;
    }

    private static string? Status(LiveCell live)
    {
        var revision = live.Sync?.Revision is { } commit ? $"at {(commit.Length > ShortRevision ? commit[..ShortRevision] : commit)}" : null;
        string[] parts = [.. new[] { live.SyncStatus?.ToString(), live.HealthStatus?.ToString(), revision }.OfType<string>()];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }
}
