using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Live;
using Release.Core.Policies;
using Release.Sandbox;
using Release.Web.Components.Shared;
using Release.Web.Hosting;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>Merges pull requests: what developers do all day.</summary>
public sealed partial class MergePart
{
    private readonly Dictionary<ApplicationName, MergeResult> _results = [];
    private readonly HashSet<ApplicationName> _busy = [];
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<BoardRow> _rows = [];
    private BoardReader? _reader;
    private string _find = "";

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

    private IEnumerable<BoardRow> Found => _rows.Where(row =>
        row.Name.Value.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase)
        || row.DisplayName.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase));

    public void Dispose()
    {
        _stop.Cancel();
        _reader?.Dispose();
    }

    protected override void OnInitialized()
    {
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
        var decision = await Guard.DecideAsync(Viewer!.Actor, AccessAction.ControlSandbox, application: application, cancellationToken: _stop.Token);
        if (!decision.Allowed)
        {
            _results[application] = MergeResult.Failed(decision.Reason);
            return;
        }

        _busy.Add(application);
        try
        {
            _results[application] = MergeResult.Of(await World.MergePullRequestAsync(application.Value, _stop.Token));
        }
        catch (Exception error) when (error is HttpRequestException or InvalidOperationException)
        {
            _results[application] = MergeResult.Failed($"The sandbox's CI could not tell Release: {error.Message} Try again.");
        }
        finally
        {
            _busy.Remove(application);
        }
    }
}
