namespace Release.Core.Live;

/// <summary>Kinds of drift as short words: in the database, the API and the pages.</summary>
public static class DriftWords
{
    private static readonly Dictionary<string, DriftKind> Kinds = Enum.GetValues<DriftKind>().ToDictionary(Of);

    public static string Of(DriftKind kind) => kind switch
    {
        DriftKind.ForeignChange => "foreign-change",
        DriftKind.NotSynced => "not-synced",
        DriftKind.NotRunning => "not-running",
        _ => "out-of-sync",
    };

    /// <summary>Null for a word of another version of Release: what it meant will be judged anew.</summary>
    public static DriftKind? Parse(string? word) => word is not null && Kinds.TryGetValue(word, out var kind) ? kind : null;
}
