using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>One deployment, live: what it does, why it failed, what one can do, and why it goes on or not.</summary>
public sealed partial class DeploymentPage
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>A running sub-step's log grows without an event; it is looked at every so many ticks.</summary>
    private const int TicksPerLogLook = 3;

    /// <summary>What it shipped is recorded beside the deployment, and told by no event.</summary>
    private const int TicksPerChangesLook = 5;
    private static readonly TimeSpan ChangesPatience = TimeSpan.FromHours(1);

    private BoardReader? _reader;
    private ITimer? _timer;
    private DeploymentDetail? _detail;
    private IReadOnlyList<StepLogView> _logs = [];
    private string? _logsKey;
    private DeploymentSummary? _promotedTo;
    private DeploymentChanges? _changes;
    private IReadOnlyList<OfferedAction> _actions = [];
    private ApplicationName? _application;
    private BoardRow? _row;
    private string? _stale;
    private Guid _read;
    private int _reads;
    private int _shown;
    private int _ticks;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private DeploymentQueries Deployments { get; set; } = null!;

    [Inject]
    private ChangesQueries Changes { get; set; } = null!;

    [Inject]
    private SourceSettings Sources { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private DeploymentSummary Deployment => _detail!.Summary;

    public void Dispose()
    {
        _timer?.Dispose();
        _reader?.Dispose();
    }

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _reader = BoardReader.Start(Board, snapshot => InvokeAsync(() => RefreshAsync(snapshot)), DispatchExceptionAsync);
            _timer = Time.CreateTimer(_ => _ = InvokeAsync(AgeAsync), null, Tick, Tick);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_read != Id)
        {
            _read = Id;
            (_detail, _logs, _logsKey, _promotedTo, _changes, _row) = (null, [], null, null, null, null);
            await ReadAsync();
            if (_detail is null && Http is { Response.HasStarted: false } http)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
    }

    private async Task AgeAsync()
    {
        _ticks++;
        if (_detail is not null && _changes is null && _ticks % TicksPerChangesLook == 0 && Time.GetUtcNow() - Deployment.CreatedAt < ChangesPatience)
        {
            await ReadAsync();
            StateHasChanged();
        }

        if (_detail is null || !DeploymentState.IsActive(Deployment.Status))
        {
            return;
        }

        if (_ticks % TicksPerLogLook == 0 && DeploymentState.HasRunningTask(_detail))
        {
            await ReadAsync();
        }

        StateHasChanged();
    }

    private async Task RefreshAsync(BoardSnapshot snapshot)
    {
        // Rows are immutable: the same row means that nothing of this application has changed.
        var row = snapshot.Rows.FirstOrDefault(row => row.Name == _application);
        if (ReferenceEquals(row, _row) && snapshot.Stale == _stale)
        {
            return;
        }

        (_row, _stale) = (row, snapshot.Stale);
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        var (id, read) = (Id, ++_reads);
        if (await Deployments.FindAsync(id, CancellationToken.None) is not { } detail)
        {
            return;
        }

        var key = DeploymentState.LogsKey(detail);
        var logs = key == _logsKey ? _logs : await Deployments.LogsAsync(id, CancellationToken.None);
        var promotedTo = detail.Promotion is { Promote: true } ? await Deployments.PromotedToAsync(id, CancellationToken.None) : null;
        var changes = _changes ?? await Changes.FindAsync(id, CancellationToken.None);

        // Several reads may be under way, also of the deployment that was here before: a late one does not undo a newer.
        if (id != Id || read < _shown)
        {
            return;
        }

        _shown = read;
        (_detail, _logs, _logsKey, _promotedTo, _changes) = (detail, logs, key, promotedTo, changes);
        _application = ApplicationName.Parse(detail.Summary.Application);
        _actions = Offered(detail, _application);
    }

    private IReadOnlyList<OfferedAction> Offered(DeploymentDetail detail, ApplicationName application)
    {
        var environment = EnvironmentName.Parse(detail.Summary.Environment);
        if (Viewer is null || Order.Find(environment) is not { } known)
        {
            return [];
        }

        var cell = Board.Find(application)?.Cells.FirstOrDefault(cell => cell.Environment == environment);
        return DeploymentActions.Of(detail, cell, known.Mode, Viewer.MayDeployTo(environment));
    }
}
