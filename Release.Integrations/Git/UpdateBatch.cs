using Release.Core.Configuration;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>Edits that are pushed together, with the pushes tried so far.</summary>
internal sealed class UpdateBatch(IReadOnlyList<PendingEdit> edits, ConfigMirror mirror, ConfigPlanner planner, TimeProvider clock)
{
    private readonly List<(ConfigPlan Plan, IReadOnlyList<ConfigCommit> Written)> _tried = [];
    private bool _mustFetch;

    /// <summary>
    /// Tries once. The first try builds on the last known tip without a fetch; if that is outdated, the remote refuses the
    /// push, and a fetch follows. So an update costs one connection while nobody else pushes.
    /// </summary>
    /// <exception cref="PushRaceLostException">Somebody else pushed between our fetch and our push.</exception>
    public async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        var isFresh = false;
        while (true)
        {
            if (_mustFetch && !isFresh)
            {
                await mirror.FetchAsync(cancellationToken);
                isFresh = true;
                if (await WasPushedAsync(cancellationToken))
                {
                    return true;
                }
            }

            _mustFetch = true;
            var plan = await planner.PlanAsync(edits, cancellationToken);
            if (plan.NeedsFreshTip && !isFresh)
            {
                continue;
            }

            if (plan.Commits.Count == 0 || await PushAsync(plan, cancellationToken))
            {
                plan.Settle(plan.Commits.Count == 0 ? [] : _tried[^1].Written);
                return true;
            }

            if (isFresh)
            {
                throw new PushRaceLostException();
            }
        }
    }

    private async Task<bool> PushAsync(ConfigPlan plan, CancellationToken cancellationToken)
    {
        var written = await mirror.WriteAsync(plan.Commits, clock.GetUtcNow(), cancellationToken);
        _tried.Add((plan, written));
        return await mirror.PushAsync(written[^1].Merge!, plan.Branches, cancellationToken) == PushOutcome.Done;
    }

    /// <summary>Whether an earlier push whose answer was lost (a cut connection, a time limit) has arrived.</summary>
    private async Task<bool> WasPushedAsync(CancellationToken cancellationToken)
    {
        foreach (var (plan, written) in _tried)
        {
            if (await mirror.IsAncestorAsync(written[^1].Merge!, mirror.Tip, cancellationToken) == true)
            {
                plan.Settle(written);
                return true;
            }
        }

        return false;
    }
}
