namespace Release.Integrations.Git;

/// <summary>What becomes of one edit of a batch. One of the three is set.</summary>
/// <param name="Pending">The edit.</param>
/// <param name="Commit">Index of the commit that carries it: its own, or that of an earlier edit in the batch which says the same.</param>
/// <param name="IsOwn">Whether that commit is its own.</param>
/// <param name="Before">The commit in the history that said so before.</param>
/// <param name="Failure">Why it alone fails.</param>
internal sealed record PlannedEdit(PendingEdit Pending, int? Commit, bool IsOwn, string? Before, Exception? Failure);
