using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Application;

/// <summary>One application: its versions, current deployments, commits and history, and what the viewer may do.</summary>
public sealed partial class ApplicationPage
{
    private static readonly TimeSpan AgeInterval = TimeSpan.FromSeconds(30);

    private BoardReader? _reader;
    private ITimer? _timer;
    private BoardRow? _row;
    private string? _stale;
    private DeploymentSummary? _lastFailure;
    private int _changes;

    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromQuery(Name = "deploy")]
    private string? Deploy { get; set; }

    [SupplyParameterFromQuery(Name = "version")]
    private string? Version { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private IClusterState Live { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private DeploymentQueries Deployments { get; set; } = null!;

    [Inject]
    private SourceSettings Sources { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose()
    {
        _timer?.Dispose();
        _reader?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var snapshot = Board.Current;
        await TakeAsync(snapshot);
        if (_row is null && Http is { Response.HasStarted: false } http)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _reader = BoardReader.Start(Board, snapshot => InvokeAsync(() => RefreshAsync(snapshot)), DispatchExceptionAsync);
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, AgeInterval, AgeInterval);
        }
    }

    private async Task RefreshAsync(BoardSnapshot snapshot)
    {
        if (await TakeAsync(snapshot))
        {
            StateHasChanged();
        }
    }

    /// <summary>Rows are immutable: the same row means that nothing of this application has changed.</summary>
    private async Task<bool> TakeAsync(BoardSnapshot snapshot)
    {
        var row = ApplicationName.TryParse(Name, out var name) ? snapshot.Rows.FirstOrDefault(row => row.Name == name) : null;
        if (ReferenceEquals(row, _row) && _stale == snapshot.Stale)
        {
            return false;
        }

        if (row is not null && Deployed(row) != Deployed(_row))
        {
            _changes++;
            var failed = await Deployments.ListAsync(new DeploymentFilter(row.Name, Status: DeploymentStatus.Failed, Limit: 1), CancellationToken.None);
            _lastFailure = failed.Items.Count > 0 ? failed.Items[0] : null;
        }

        (_row, _stale) = (row, snapshot.Stale);
        return true;
    }

    /// <summary>Changes whenever the row's history changes.</summary>
    private static string Deployed(BoardRow? row) => row is null
        ? ""
        : string.Join('|', row.Cells.Select(cell => $"{cell.DeploymentId}{cell.DeploymentStatus}{cell.DeployedAt}"));

    private IEnumerable<EnvironmentView> Environments() => _row!.Cells.Select(cell => ApplicationState.Environment(
        cell, Order.Find(cell.Environment)?.DisplayName ?? cell.Environment.Value, Live.Connection(cell.Environment), Clock));

    private bool MayDeploy => Viewer is not null && DeploySheetState.Choices(Viewer, Order).Any(choice => choice.Problem is null);

    private string? DeployProblem(BoardCell cell) => Viewer is null
        ? ""
        : DeploySheetState.Choices(Viewer, Order).FirstOrDefault(choice => choice.Name == cell.Environment)?.Problem;
}
