using Microsoft.AspNetCore.Components;
using Release.Core.Environments;
using Release.Core.Policies;
using Release.Sandbox;
using Release.Sandbox.Faults;
using Release.Web.Components.Shared;
using Release.Web.Hosting;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>Takes clusters away and brings them back.</summary>
public sealed partial class ClustersPart
{
    // Scripts change clusters too, and they tell nobody; looking costs nothing.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly HashSet<ClusterFaults> _busy = [];
    private IReadOnlyList<string> _shown = [];
    private ITimer? _timer;
    private string? _problem;

    [Parameter, EditorRequired]
    public required SandboxWorld World { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose() => _timer?.Dispose();

    protected override void OnInitialized()
    {
        _shown = States();
        if (RendererInfo.IsInteractive)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainNow), null, LookAgain, LookAgain);
        }
    }

    private void LookAgainNow()
    {
        var states = States();
        if (!states.SequenceEqual(_shown, StringComparer.Ordinal))
        {
            _shown = states;
            StateHasChanged();
        }
    }

    private List<string> States() => [.. World.Clusters.Select(StateOf)];

    private string NameOf(ClusterFaults cluster) =>
        Order.TryFind(cluster.Environment, out var environment) ? environment.DisplayName : cluster.Environment;

    private string StateOf(ClusterFaults cluster) =>
        ClusterWords.State(cluster.Trouble, cluster.AwaySince, Clock.GetUtcNow(), Clock.LocalTimeZone);

    private async Task SetAsync(ClusterFaults cluster, Func<ClusterTrouble, ClusterTrouble> change)
    {
        if (!await MayAsync(cluster) || !_busy.Add(cluster))
        {
            return;
        }

        try
        {
            await cluster.SetAsync(change(cluster.Trouble));
        }
        catch (IOException error)
        {
            _problem = $"{cluster.Environment}'s cluster cannot come back: {error.Message} Start Release again.";
        }
        finally
        {
            _busy.Remove(cluster);
        }
    }

    private async Task DoAsync(ClusterFaults cluster, Action what)
    {
        if (await MayAsync(cluster))
        {
            what();
        }
    }

    private async Task<bool> MayAsync(ClusterFaults cluster)
    {
        var environment = Order.TryFind(cluster.Environment, out var found) ? found.Name : null;
        var decision = await Guard.DecideAsync(Viewer!.Actor, AccessAction.ControlSandbox, environment);
        _problem = decision.Allowed ? null : decision.Reason;
        return decision.Allowed;
    }
}
