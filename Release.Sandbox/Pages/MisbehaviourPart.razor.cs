using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>Breaks versions and mends them.</summary>
public sealed partial class MisbehaviourPart
{
    private readonly MisbehaviourDraft _draft = new();
    private IReadOnlyList<string> _applications = [];

    private IReadOnlyList<MisbehaviourRule> Rules => World.Faults.List();

    protected override async Task<IReadOnlyList<object>> LookAsync()
    {
        _applications = [.. (await World.ApplicationsAsync(CancellationToken.None)).Keys.Order(StringComparer.Ordinal)];
        return [.. Rules, .. _applications];
    }

    private async Task SetAsync()
    {
        Problem = _draft.Problem(World.Options.Environments);
        if (Problem is null)
        {
            await DoAsync(World.Faults, () => World.Faults.SetAsync(_draft.ToRule()));
        }
    }

    private Task ClearAsync(MisbehaviourRule rule) => DoAsync(World.Faults, () => World.Faults.ClearAsync(rule));

    private Task ClearAllAsync() => DoAsync(World.Faults, () => World.Faults.ClearAsync());
}
