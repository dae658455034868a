using Microsoft.AspNetCore.Components;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Layout;

/// <summary>Green: connected. Amber: the page may show old data, with the reason. Red, set by release.js: the browser has lost the server.</summary>
public sealed partial class LiveDot
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private BoardReader? _reader;
    private ITimer? _timer;
    private string? _problem;

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private IClusterState Live { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose()
    {
        _timer?.Dispose();
        _reader?.Dispose();
    }

    protected override void OnInitialized()
    {
        _problem = Problem(Board.Current);
        if (RendererInfo.IsInteractive)
        {
            _reader = BoardReader.Start(Board, snapshot => InvokeAsync(() => Show(snapshot)), DispatchExceptionAsync);
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(() => Show(Board.Current)), null, RefreshInterval, RefreshInterval);
        }
    }

    private void Show(BoardSnapshot snapshot)
    {
        var problem = Problem(snapshot);
        if (problem != _problem)
        {
            _problem = problem;
            StateHasChanged();
        }
    }

    private string? Problem(BoardSnapshot snapshot) => snapshot.Stale ?? Order.All
        .Select(environment => (environment, connection: Live.Connection(environment.Name)))
        .Where(entry => !entry.connection.Connected)
        .Select(entry => $"Couldn't get data from the cluster of {entry.environment.DisplayName}"
            + $"{ClusterDataText.LastSeen(entry.connection, Clock)}. {entry.connection.Problem}")
        .FirstOrDefault();
}
