namespace Release.Core.Board;

/// <summary>The truths of a cell differ, and nothing is under way that would end it.</summary>
/// <param name="Since">Since when, kept through restarts.</param>
/// <param name="Detail">The difference in words, for example <c>wanted v41, running v40</c>.</param>
public sealed record Drift(DriftKind Kind, DateTimeOffset Since, string Detail);

/// <summary>Which truths differ. Stored and shown as <see cref="DriftKindText.Of"/>.</summary>
public enum DriftKind
{
    /// <summary>Somebody changed the image in the cluster, past git and past Release.</summary>
    ManualChange,

    /// <summary>Git wants another version than is synced.</summary>
    NotSynced,

    /// <summary>Pods run another version than is synced, or than git wants where nothing syncs.</summary>
    NotRunning,

    /// <summary>The version is right, but Argo CD says that the cluster differs from git in something else.</summary>
    OutOfSync,
}

/// <summary>A difference as it is found at one moment; it becomes a <see cref="Drift"/> when it lasts.</summary>
/// <param name="Since">Since when, where the cluster itself says so.</param>
public sealed record DriftFinding(DriftKind Kind, string Detail, DateTimeOffset? Since = null)
{
    public bool Matches(Drift? drift) => drift is not null && drift.Kind == Kind && drift.Detail == Detail;
}

/// <summary>Kinds of drift as short words: in the database, the API and the pages.</summary>
public static class DriftKindText
{
    private static readonly Dictionary<string, DriftKind> Kinds = Enum.GetValues<DriftKind>().ToDictionary(Of);

    public static string Of(DriftKind kind) => kind switch
    {
        DriftKind.ManualChange => "foreign-change",
        DriftKind.NotSynced => "not-synced",
        DriftKind.NotRunning => "not-running",
        _ => "out-of-sync",
    };

    /// <summary>Null for a word of another version of Release: what it meant will be judged anew.</summary>
    public static DriftKind? Parse(string? word) => word is not null && Kinds.TryGetValue(word, out var kind) ? kind : null;
}
