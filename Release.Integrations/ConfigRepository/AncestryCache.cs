namespace Release.Integrations.ConfigRepository;

/// <summary>Whether one commit contains another. A definite answer never changes, so it is cached.</summary>
internal sealed class AncestryCache
{
    // About 100 bytes each.
    private const int MostKept = 20_000;
    private readonly LruCache<(string Revision, string Commit), object> _kept = new(MostKept);

    /// <param name="revision">The possible descendant: a commit id of 40 digits; for anything else the answer is false.</param>
    /// <param name="commit">The possible ancestor.</param>
    /// <param name="askAsync">Returns null if it cannot be known yet; then the answer is false and is not cached.</param>
    public async Task<bool> ContainsAsync(string revision, string commit, Func<Task<bool?>> askAsync)
    {
        if (!ConfigEditRule.IsCommitId(revision) || !ConfigEditRule.IsCommitId(commit))
        {
            return false;
        }

        if (_kept.TryGet((revision, commit), out var known))
        {
            return (bool)known;
        }

        var answer = await askAsync();
        if (answer is { } certain)
        {
            _kept.Keep((revision, commit), certain);
        }

        return answer ?? false;
    }
}
