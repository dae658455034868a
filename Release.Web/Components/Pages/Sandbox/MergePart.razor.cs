using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>Merges pull requests: what developers do all day.</summary>
public sealed partial class MergePart
{
    private readonly Dictionary<ApplicationName, MergeResult> _results = [];
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<BoardRow> _rows = [];
    private BoardReader? _reader;
    private string _find = "";

    [Inject]
    private IBoard Board { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    private IEnumerable<BoardRow> Found => _rows.Where(row =>
        row.Name.Value.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase)
        || row.DisplayName.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase));

    public override void Dispose()
    {
        _stop.Cancel();
        _reader?.Dispose();
        base.Dispose();
    }

    /// <summary>The board says by itself what changes.</summary>
    protected override IReadOnlyList<object> Look() => [];

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _rows = Board.Current.Rows;
        if (RendererInfo.IsInteractive)
        {
            _reader = BoardReader.Start(Board, snapshot => InvokeAsync(() => Take(snapshot)), DispatchExceptionAsync);
        }
    }

    private static string VersionOf(BoardRow row) =>
        row.Cells.Count > 0 && row.Cells[0].Version is { } version ? VersionText.Short(version.Value) : "";

    private void Take(BoardSnapshot snapshot)
    {
        _rows = snapshot.Rows;
        StateHasChanged();
    }

    private async Task MergeAsync(ApplicationName application)
    {
        var problem = await DoAsync(
            application,
            async () => _results[application] = MergeResult.Of(await World.MergePullRequestAsync(application.Value, _stop.Token)),
            why => $"The sandbox could not merge it or tell Release: {why} Try again.",
            application: application);
        if (problem is not null)
        {
            _results[application] = MergeResult.Failed(problem);
        }
    }
}
