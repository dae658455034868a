using Microsoft.AspNetCore.Components;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Board;

/// <summary>All applications with their versions, live.</summary>
public sealed partial class BoardPage
{
    private static readonly TimeSpan AgeInterval = TimeSpan.FromSeconds(30);

    private BoardState _state = null!;
    private BoardFilter _filter = new("", BoardFacet.None, BoardFilter.FirstPage);
    private BoardSnapshot _snapshot = BoardSnapshot.Empty;
    private BoardView _view = new([], 0, 0, [], []);
    private bool[] _deployable = [];
    private BoardReader? _reader;
    private ITimer? _timer;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "deploy")]
    private string? Deploy { get; set; }

    [SupplyParameterFromQuery(Name = "limit")]
    private int? Limit { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private string Summary => _view.Matching == _view.Total
        ? $"{_view.Total} {(_view.Total == 1 ? "application" : "applications")}"
        : $"{_view.Matching} of {_view.Total} applications";

    public void Dispose()
    {
        _timer?.Dispose();
        _reader?.Dispose();
    }

    protected override void OnInitialized()
    {
        _state = new BoardState(Order, Clock.LocalTimeZone);
        _snapshot = Board.Current;
        if (RendererInfo.IsInteractive)
        {
            _reader = BoardReader.Start(Board, snapshot => InvokeAsync(() => Take(snapshot)), DispatchExceptionAsync);
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(() => Take(_snapshot)), null, AgeInterval, AgeInterval);
        }
    }

    protected override void OnParametersSet()
    {
        _filter = BoardFilter.Parse(Text, Show, Limit);
        _deployable = [.. Order.All.Select(environment => Viewer?.MayDeployTo(environment.Name).Allowed ?? false)];
        Draw();
    }

    private void Take(BoardSnapshot snapshot)
    {
        _snapshot = snapshot;
        Draw();
        StateHasChanged();
    }

    private void Draw() => _view = _state.Draw(_snapshot, _filter, Clock.GetUtcNow());
}
