namespace Release.Core.Board;

/// <summary>A cell's wanted, synced and running version differ, and nothing is under way that would resolve it.</summary>
/// <param name="Since">When it began; stored, so that a restart keeps it.</param>
/// <param name="Detail">The difference in words, for example <c>wanted v41, running v40</c>.</param>
public sealed record Drift(DriftKind Kind, DateTimeOffset Since, string Detail);

/// <summary>What differs. Stored and shown as <see cref="DriftKindText.Of"/>.</summary>
public enum DriftKind
{
    /// <summary>Somebody changed the image in the cluster directly, without git and Release.</summary>
    ManualChange,

    /// <summary>Git wants another version than is synced.</summary>
    NotSynced,

    /// <summary>Pods run another version than is synced, or, if nothing is synced, than git wants.</summary>
    NotRunning,

    /// <summary>The version is right, but Argo CD says that the cluster differs from git in something else.</summary>
    OutOfSync,
}

/// <summary>A difference at one moment. It becomes a <see cref="Drift"/> when it lasts.</summary>
/// <param name="Since">When it began, if the cluster reports it.</param>
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

    /// <summary>Null for a word that this version of Release does not know; the drift is then detected again.</summary>
    public static DriftKind? Parse(string? word) => word is not null && Kinds.TryGetValue(word, out var kind) ? kind : null;
}
