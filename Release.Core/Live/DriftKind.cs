namespace Release.Core.Live;

/// <summary>Which truths differ. Stored and shown as <see cref="DriftWords.Of"/>.</summary>
public enum DriftKind
{
    /// <summary>Somebody changed the image in the cluster, past git and past Release.</summary>
    ForeignChange,

    /// <summary>Git wants another version than is synced.</summary>
    NotSynced,

    /// <summary>Pods run another version than is synced, or than git wants where nothing syncs.</summary>
    NotRunning,

    /// <summary>The version is right, but Argo CD says that the cluster differs from git in something else.</summary>
    OutOfSync,
}
