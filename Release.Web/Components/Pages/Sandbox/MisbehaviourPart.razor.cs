using Microsoft.AspNetCore.Components;
using Release.Core.Environments;
using Release.Core.Live;
using Release.Core.Policies;
using Release.Sandbox;
using Release.Sandbox.Faults;
using Release.Web.Components.Shared;
using Release.Web.Hosting;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>Breaks versions and mends them.</summary>
public sealed partial class MisbehaviourPart
{
    private readonly MisbehaviourDraft _draft = new();
    private IReadOnlyList<MisbehaviourRule> _rules = [];
    private string? _problem;

    [Parameter, EditorRequired]
    public required SandboxWorld World { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    protected override void OnParametersSet() => _rules = World.Faults.List();

    private Task SetAsync() => ChangeAsync(async () =>
    {
        _problem = _draft.Problem(Order);
        if (_problem is null)
        {
            await World.Faults.SetAsync(_draft.ToRule());
        }
    });

    private Task ClearAsync(MisbehaviourRule rule) => ChangeAsync(() => World.Faults.ClearAsync(rule));

    private Task ClearAllAsync() => ChangeAsync(() => World.Faults.ClearAsync());

    private async Task ChangeAsync(Func<Task> change)
    {
        var decision = await Guard.DecideAsync(Viewer!.Actor, AccessAction.ControlSandbox);
        _problem = decision.Allowed ? null : decision.Reason;
        if (decision.Allowed)
        {
            await change();
            _rules = World.Faults.List();
        }
    }
}
