using Release.Sandbox.Git;

namespace Release.Sandbox.ArgoCd;

/// <summary>An Argo CD application as its controller knows it.</summary>
internal sealed class ArgoApplication(ArgoDefinition definition)
{
    public ArgoDefinition Definition { get; } = definition;

    /// <summary>What app-config last rendered for it.</summary>
    public ImageTagFile Wanted { get; set; } = ImageTagFile.Empty;

    public string SyncStatus { get; set; } = "Unknown";

    /// <summary>The commit it was last compared with.</summary>
    public string Revision { get; set; } = "";

    public string Health { get; set; } = "Missing";

    public DateTimeOffset HealthSince { get; set; }

    public SyncOperation? Operation { get; set; }

    /// <summary>The tag that all its pods ran when a rollout was last complete.</summary>
    public string? RolledOutTag { get; set; }

    /// <summary>The revision about which workflows were last told.</summary>
    public string? NotifiedRevision { get; set; }

    /// <summary>Somebody asked for a refresh: a failed operation may run again, and the annotation goes.</summary>
    public bool RefreshRequested { get; set; }
}
