namespace Release.Integrations.ConfigRepository;

/// <summary>Whether one commit contains another. That never changes, so what is certain is asked once.</summary>
internal sealed class AncestryCache
{
    // Some 100 bytes each.
    private const int MostKept = 20_000;
    private readonly LruCache<(string Revision, string Commit), object> _kept = new(MostKept);

    /// <param name="revision">What may contain it: an object name of 40 digits; anything else contains nothing.</param>
    /// <param name="commit">What may be contained.</param>
    /// <param name="askAsync">Answers null when it cannot know yet: that is taken for no, and asked again.</param>
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
