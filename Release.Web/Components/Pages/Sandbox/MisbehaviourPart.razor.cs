using Microsoft.AspNetCore.Components;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Sandbox.Faults;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>Breaks versions and mends them.</summary>
public sealed partial class MisbehaviourPart
{
    private readonly MisbehaviourDraft _draft = new();

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    private IReadOnlyList<MisbehaviourRule> Rules => World.Faults.List();

    protected override IReadOnlyList<object> Look() => Rules;

    private async Task SetAsync()
    {
        Problem = _draft.Problem(Order);
        if (Problem is null)
        {
            await DoAsync(World.Faults, () => World.Faults.SetAsync(_draft.ToRule()));
        }
    }

    private Task ClearAsync(MisbehaviourRule rule) => DoAsync(World.Faults, () => World.Faults.ClearAsync(rule));

    private Task ClearAllAsync() => DoAsync(World.Faults, () => World.Faults.ClearAsync());
}
