using Release.Core.Failures;

namespace Release.Integrations.Git;

/// <summary>How the mirror's commits get to the remote.</summary>
internal sealed partial class ConfigMirror
{
    // Reasons git, GitHub and other servers give when the branch has moved or is being moved by another push.
    private static readonly string[] LostRacePhrases =
    [
        "stale info", "fetch first", "non-fast-forward", "needs force", "failed to update ref", "cannot lock ref", "failed to lock",
        "incorrect old value", "but expected", "atomic transaction failed", "reference already exists", "remote ref does not exist", "remote ref updated since checkout",
    ];

    /// <summary>
    /// Moves the remote's main branch from <see cref="Tip"/> to <paramref name="commit"/> and deletes stale branches of
    /// the given names, all or nothing. Inside <see cref="UseAsync"/> only.
    /// </summary>
    /// <exception cref="OutsideException">The remote refused, or could not be reached: then the push may have happened or not.</exception>
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

        // Refused unless the branch still is where we built on: also when it was moved back, where a plain push would
        // bring back what was taken away.
        arguments.AddRange([$"--force-with-lease={main}:{Tip}", "origin", $"{commit}:{main}"]);

        // Deletes a branch if the remote has it, without asking first. Deleting a missing one by name is an error, but
        // pruning is not: what matches the right side and has nothing on the left (nothing has) goes. A pattern needs a
        // star; there it can only stand for "ea" in names that exist.
        arguments.AddRange(branches.Select(branch => $"refs/release/none/*:refs/h*ds/{branch}"));
        return arguments;
    }
}

/// <summary>How a push ended; anything else throws.</summary>
internal enum PushOutcome
{
    Done,

    /// <summary>Somebody else's push came first: fetch and build the chain again.</summary>
    Lost,
}
