using Microsoft.AspNetCore.Components;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Events;
using Release.Data.Queries;

namespace Release.Web.Components.Pages.Application;

/// <summary>
/// The newest commits, with the environments at each. GitHub is asked in the background; while it is
/// away the last answer stays, with its age. Refreshes when a version lands, after a push, and when GitHub is back.
/// </summary>
public sealed partial class CommitLogPart
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private CommitLog? _log;
    private CommitLogState _state = new([], []);
    private string? _trouble;
    private string? _places;
    private bool _loaded;

    [Parameter, EditorRequired]
    public required BoardRow Row { get; set; }

    [Parameter]
    public bool MayDeploy { get; set; }

    /// <summary>The page of the history, kept in the addresses of the buttons.</summary>
    [Parameter]
    public string? Before { get; set; }

    [Inject]
    private CommitLogs Logs { get; set; } = null!;

    [Inject]
    private SourceSettings Sources { get; set; } = null!;

    [Inject]
    private ISourceHostStatus Status { get; set; } = null!;

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private EventFollower Events { get; set; } = null!;

    [Inject]
    private EventQueries Log { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose()
    {
        Status.Changed -= Wake;
        _stop.Cancel();
    }

    protected override void OnParametersSet()
    {
        var places = string.Join('|', Row.Cells.Select(cell => cell.Version)) + Row.Repository;
        if (_places is not null && places != _places)
        {
            Wake();
        }

        _places = places;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Status.Changed += Wake;
            _ = RunAsync(FollowAsync);
            _ = RunAsync(FollowPushesAsync);
        }
    }

    private async Task RunAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The page is closed.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task FollowAsync()
    {
        while (true)
        {
            var log = await Logs.FindAsync(Row, _stop.Token);
            await InvokeAsync(() => Show(log));
            using var interval = new CancellationTokenSource(_trouble is null ? RefreshInterval : RetryInterval, Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, _stop.Token);
            await ((Task)_wake.WaitAsync(either.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Token.ThrowIfCancellationRequested();
            await Task.Delay(Pace, Clock, _stop.Token);
        }
    }

    /// <summary>Wakes at pushes, whichever replica got the webhook. The pause before reading leaves <see cref="Release.Web.Jobs.SourceChangeFeed"/> time to clear the cache.</summary>
    private async Task FollowPushesAsync()
    {
        await foreach (var events in Events.FollowAsync(await Log.LastSequenceAsync(_stop.Token), _stop.Token))
        {
            if (events.Any(happened => happened.Type is EventType.SourceChanged && happened.Application == Row.Name))
            {
                Wake();
            }
        }
    }

    private void Show(CommitLog? log)
    {
        _log = log;
        _state = log is null ? new CommitLogState([], []) : CommitLogState.Of(log, Order);
        _trouble = log is null ? null : CommitLogState.Trouble(log.Seen, Status.Current, Clock.GetUtcNow(), Clock.LocalTimeZone);
        _loaded = true;
        StateHasChanged();
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // A refresh is due already.
            return;
        }
    }
}
