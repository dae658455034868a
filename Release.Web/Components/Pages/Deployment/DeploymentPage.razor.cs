using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>One deployment, live: its steps, its failure, the possible actions and the promotion decision.</summary>
public sealed partial class DeploymentPage
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>A running sub-step's log grows without events, so it is read after this many ticks.</summary>
    private const int TicksPerLogRead = 3;

    /// <summary>Shipped changes are recorded without an event, so they are read after this many ticks.</summary>
    private const int TicksPerChangesRead = 5;
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
    private TimeProvider Clock { get; set; } = null!;

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
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(TickAsync), null, Tick, Tick);
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

    private async Task TickAsync()
    {
        _ticks++;
        if (_detail is not null && _changes is null && _ticks % TicksPerChangesRead == 0 && Clock.GetUtcNow() - Deployment.CreatedAt < ChangesPatience)
        {
            await ReadAsync();
            StateHasChanged();
        }

        if (_detail is null || !DeploymentState.IsActive(Deployment.Status))
        {
            return;
        }

        if (_ticks % TicksPerLogRead == 0 && DeploymentState.HasRunningTask(_detail))
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

        // Several reads can overlap, also of the previously shown deployment: an older result must not replace a newer one.
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
