using Release.Core.Configuration;

namespace Release.Integrations.Git;

/// <summary>A batch of edits, worked out on one tip of the main branch.</summary>
/// <param name="Edits">What becomes of each.</param>
/// <param name="Commits">The chain to write.</param>
/// <param name="Branches">The branches these updates have by contract; stale ones of these names are deleted.</param>
internal sealed record ConfigPlan(IReadOnlyList<PlannedEdit> Edits, IReadOnlyList<PlannedCommit> Commits, IReadOnlyCollection<string> Branches)
{
    /// <summary>
    /// An accepted push proves that the tip was the newest. "Nothing to do" and "no such file" are not proven by one, so
    /// they need a tip that was fetched for them.
    /// </summary>
    public bool NeedsFreshTip => Edits.Any(edit => !edit.IsOwn);

    /// <summary>Tells everybody.</summary>
    public void Settle(IReadOnlyList<ConfigCommit> written)
    {
        foreach (var edit in Edits)
        {
            if (edit.Failure is not null)
            {
                edit.Pending.Fail(edit.Failure);
            }
            else if (edit.IsOwn)
            {
                edit.Pending.Succeed(written[edit.Commit!.Value]);
            }
            else
            {
                edit.Pending.Succeed(new ConfigCommit(edit.Before ?? written[edit.Commit!.Value].Commit, null));
            }
        }
    }
}
