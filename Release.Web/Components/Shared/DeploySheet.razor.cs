using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Components.Shared;

/// <summary>Picks a version and an environment, says what that would do, and does it. Enter deploys, Escape leaves.</summary>
public sealed partial class DeploySheet
{
    private const int HistoryToSuggest = 20;

    private IReadOnlyList<DeployChoice> _choices = [];
    private IReadOnlyList<VersionSuggestion> _suggestions = [];
    private IReadOnlyList<DeploymentSummary> _history = [];
    private EnvironmentName? _environment;
    private string? _version;
    private string? _reason;
    private string? _refusal;
    private bool _tried;
    private bool _busy;
    private bool _gone;
    private DeployPreviewLoader _look = null!;

    [Parameter, EditorRequired]
    public required BoardRow Row { get; set; }

    /// <summary>The environment chosen at first, as the address names it.</summary>
    [Parameter]
    public string? Environment { get; set; }

    /// <summary>The version filled in at first; by default what the environment before has.</summary>
    [Parameter]
    public string? Version { get; set; }

    /// <summary>Where leaving leads: the page without its sheet.</summary>
    [Parameter, EditorRequired]
    public required string LeaveTo { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    [Inject]
    private DeploymentQueries Deployments { get; set; } = null!;

    [Inject]
    private DeployService Deploys { get; set; } = null!;

    [Inject]
    private DeployPreviews Previews { get; set; } = null!;

    [Inject]
    private ISourceHost Source { get; set; } = null!;

    [Inject]
    private ISourceHostStatus Status { get; set; } = null!;

    [Inject]
    private SourceSettings Sources { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // Nobody is told off for a box that was not filled in yet.
    private string? ShownError => _tried || !string.IsNullOrWhiteSpace(_version) ? DeploySheetState.VersionError(_version, _look.Resolved) : null;

    private string? Meaning => DeploySheetState.Meaning(_look.Resolved);

    private IEnumerable<VersionSuggestion> Searched => DeploySheetState.Searched(_suggestions, _look.References);

    public void Dispose()
    {
        _gone = true;
        Status.Changed -= OnSourceChanged;
        _look.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _look = new DeployPreviewLoader(Previews, Source, Sources, Time);
        _choices = Viewer is null ? [] : DeploySheetState.Choices(Viewer, Order);
        _environment = DeploySheetState.Preferred(_choices, Environment);
        _version = Version ?? DeploySheetState.SuggestedVersion(Row, _environment, Order);
        Suggest();
        if (RendererInfo.IsInteractive)
        {
            // Before the first wait: whoever goes during it would stay subscribed for ever.
            Status.Changed += OnSourceChanged;
            var page = await Deployments.ListAsync(new DeploymentFilter(Row.Name, Limit: HistoryToSuggest), CancellationToken.None);
            _history = page.Items;
            Suggest();
            _ = LookAsync();
        }
    }

    /// <summary>GitHub is asked beside the form, which never waits for it.</summary>
    private Task LookAsync() => RunAsync(() => _look.AskAsync(Row, _environment, _version, Viewer?.Actor.Name, ShowAsync));

    private async Task RunAsync(Func<Task> look)
    {
        if (_gone)
        {
            return;
        }

        try
        {
            await look();
        }
        catch (Exception) when (_gone)
        {
            // The sheet was left meanwhile, and nobody looks.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private Task ShowAsync() => InvokeAsync(StateHasChanged);

    private Task TakeAsync(string version)
    {
        _version = version;
        return LookAsync();
    }

    /// <summary>What could not be learned while GitHub was away is asked for once it is back.</summary>
    private void OnSourceChanged()
    {
        if (Status.Current.IsWell && _look.Preview is { Trouble: not null })
        {
            _ = InvokeAsync(() => RunAsync(() => _look.AskAgainAsync(Row, Viewer?.Actor.Name, ShowAsync)));
        }
    }

    private void Suggest() => _suggestions = DeploySheetState.Suggestions(Row, _history, _environment);

    private Task ChooseAsync(DeployChoice choice)
    {
        _environment = choice.Name;
        _refusal = null;
        Suggest();
        return LookAsync();
    }

    private string Present(DeployChoice choice) =>
        VersionText.Short(Row.Cells.FirstOrDefault(cell => cell.Environment == choice.Name)?.Version?.Value ?? "–");

    private void Close() => Navigation.NavigateTo(LeaveTo, new NavigationOptions { ReplaceHistoryEntry = true });

    private async Task SubmitAsync()
    {
        _tried = true;
        _refusal = null;
        if (_busy || Viewer is null || _environment is null || DeploySheetState.VersionError(_version) is not null)
        {
            return;
        }

        _busy = true;
        try
        {
            await DeployAsync(Viewer.Actor, new Cell(Row.Name, _environment), _version!.Trim());
        }
        catch (OutsideException outside)
        {
            _refusal = $"{outside.Message} Nothing was deployed; try again.";
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task DeployAsync(Actor actor, Cell cell, string version)
    {
        var reason = string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim();
        switch (await Deploys.DeployAsync(actor, cell, version, reason, CancellationToken.None))
        {
            case DeployResult.Accepted accepted:
                Navigation.NavigateTo(ReleaseUrls.Deployment(accepted.Deployment.Id));
                break;
            case DeployResult.AlreadyUnderWay same:
                Navigation.NavigateTo(ReleaseUrls.Deployment(same.Deployment.Id));
                break;
            case var refused:
                _refusal = DeploySheetState.Refusal(version, refused);
                break;
        }
    }
}
