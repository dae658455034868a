using Release.Core.Failures;

namespace Release.Integrations.Git;

/// <summary>Pushes the mirror's commits to the remote.</summary>
internal sealed partial class ConfigMirror
{
    // Phrases of git, GitHub and other servers when another push has moved the branch or is moving it.
    private static readonly string[] LostRacePhrases =
    [
        "stale info", "fetch first", "non-fast-forward", "needs force", "failed to update ref", "cannot lock ref", "failed to lock",
        "incorrect old value", "but expected", "atomic transaction failed", "reference already exists", "remote ref does not exist", "remote ref updated since checkout",
    ];

    /// <summary>
    /// Moves the remote's main branch from <see cref="Tip"/> to <paramref name="commit"/> and deletes stale branches with
    /// the given names, atomically. Inside <see cref="UseAsync"/> only.
    /// </summary>
    /// <exception cref="OutsideException">The remote refused, or could not be reached; in the second case the push may have succeeded.</exception>
    public async Task<PushOutcome> PushAsync(string commit, IEnumerable<string> branches, CancellationToken cancellationToken)
    {
        var result = await RunAsync(PushArguments(commit, branches), _options.PushTimeout, cancellationToken);
        if (_atomic && result.Error.Contains("does not support --atomic", StringComparison.Ordinal))
        {
            _atomic = false;
            result = await RunAsync(PushArguments(commit, branches), _options.PushTimeout, cancellationToken);
        }

        if (result.Succeeded)
        {
            RecordTip(commit);
            return PushOutcome.Done;
        }

        var refused = result.Text.Split('\n').Where(line => line.StartsWith('!')).ToList();
        if (refused.Exists(line => Array.Exists(LostRacePhrases, line.Contains)) && !result.Error.Contains("Permission denied", StringComparison.Ordinal))
        {
            Log.LostRace(_logger);
            return PushOutcome.Lost;
        }

        var reasons = string.Join('\n', refused.Select(line => $"error: {line.Split('\t')[^1]}"));
        throw GitFailure.Translate(result with { Error = reasons.Length > 0 ? $"{reasons}\n{result.Error}" : result.Error }, $"{What} could not be pushed to");
    }

    private List<string> PushArguments(string commit, IEnumerable<string> branches)
    {
        var main = $"refs/heads/{_options.Branch}";
        var arguments = new List<string> { "push", "--porcelain", "--no-verify", "--no-signed", "--prune" };
        if (_atomic)
        {
            arguments.Add("--atomic");
        }

        // Refused unless the branch is still at the commit that we built on. A plain push would also succeed after the
        // branch was moved back, and restore what somebody had removed.
        arguments.AddRange([$"--force-with-lease={main}:{Tip}", "origin", $"{commit}:{main}"]);

        // Deletes a branch if the remote has it, without a query. Deleting a missing branch by name would be an error, but
        // pruning is not: it deletes what matches the right side and has no counterpart on the left, where nothing exists. A
        // pattern needs a star, which here can only stand for the "ea" of "heads".
        arguments.AddRange(branches.Select(branch => $"refs/release/none/*:refs/h*ds/{branch}"));
        return arguments;
    }
}

/// <summary>How a push ended; other failures throw.</summary>
internal enum PushOutcome
{
    Done,

    /// <summary>Somebody else pushed first: fetch and build the commits again.</summary>
    Lost,
}
