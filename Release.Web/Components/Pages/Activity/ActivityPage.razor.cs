using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Release.Core.Applications;
using Release.Data;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Activity;

/// <summary>The event log, newest first, live.</summary>
public sealed partial class ActivityPage
{
    private const int PageSize = 50;

    // How late events of other replicas, and ages in words, may be shown.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(15);

    // A burst of events is rendered once.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly ActivityState _state = new(PageSize);
    private IReadOnlyList<ActivityLine> _lines = [];
    private ApplicationName? _application;
    private ElementReference _top;
    private DotNetObjectReference<ActivityPage>? _self;
    private IJSObjectReference? _watch;
    private string? _problem;
    private bool _loaded;
    private bool _reading;

    [SupplyParameterFromQuery(Name = "application")]
    private string? Application { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private long? Before { get; set; }

    [Inject]
    private EventQueries Events { get; set; } = null!;

    [Inject]
    private EventSignal Signal { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILogger<ActivityPage> Logger { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <summary>Called by the browser. While the top of the list is not visible, somebody is reading, so new events wait.</summary>
    [JSInvokable]
    public void TopSeen(bool seen)
    {
        _reading = !seen;
        if (seen && _state.ShowWaiting())
        {
            Draw();
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _self?.Dispose();
        if (_watch is not null)
        {
            try
            {
                await _watch.InvokeVoidAsync("stop");
                await _watch.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser has disconnected, and its observer with it.
                _watch = null;
            }
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _application = ApplicationName.TryParse(Application ?? "", out var name) ? name : null;
        _state.Load(await Events.LatestAsync(Before, PageSize, _application, _stop.Token));
        _loaded = true;
        Draw();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
            _self = DotNetObjectReference.Create(this);
            _watch = await Script.InvokeAsync<IJSObjectReference>("release.watchTop", _stop.Token, _top, _self);
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                // Taken before reading, so that an event committed in between is not missed.
                var next = Signal.Next;
                await InvokeAsync(RefreshAsync);
                await Release.Data.Events.Signal.WaitAsync(next, RefreshInterval, Clock, _stop.Token);
                await Task.Delay(Pace, Clock, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is closed.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task RefreshAsync()
    {
        if (!_loaded || Before is not null)
        {
            return;
        }

        var application = _application;
        try
        {
            var latest = await Events.LatestAsync(null, PageSize, application, _stop.Token);
            if (application == _application && Before is null)
            {
                _state.Take(latest, _reading);
                _problem = null;
            }
        }
        catch (Exception error) when (DatabaseTrouble.Is(error))
        {
            if (_problem is null)
            {
                Log.CannotRead(Logger, error);
            }

            _problem = "Couldn't read the event log; this page tries again by itself.";
        }

        Draw();
        StateHasChanged();
    }

    private async Task ShowWaitingAsync()
    {
        _state.ShowWaiting();
        Draw();
        if (_watch is not null)
        {
            await _watch.InvokeVoidAsync("show", _stop.Token);
        }
    }

    private void Draw()
    {
        var now = Clock.GetUtcNow();
        _lines = [.. _state.Shown.Select(happened => new ActivityLine(
            happened.Sequence, ActivityStyle.Of(happened.Type), happened.Summary, happened.Actor,
            happened.Application, happened.Environment, happened.DeploymentId,
            happened.At, TimeInWords.Of(happened.At, now, Clock.LocalTimeZone)))];
    }

    private static partial class Log
    {
        [LoggerMessage(7211, LogLevel.Warning, "The activity page could not read the event log; trying again.")]
        public static partial void CannotRead(ILogger logger, Exception error);
    }
}
