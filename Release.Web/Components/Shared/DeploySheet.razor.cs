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
using Release.Web.Urls;

namespace Release.Web.Components.Shared;

/// <summary>The form that deploys a version, with a preview. Enter deploys, Escape closes.</summary>
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
    private bool _closed;
    private DeployPreviewLoader _preview = null!;

    [Parameter, EditorRequired]
    public required BoardRow Row { get; set; }

    /// <summary>The environment that is chosen at first, from the address.</summary>
    [Parameter]
    public string? Environment { get; set; }

    /// <summary>The version that is filled in at first; by default that of the previous environment.</summary>
    [Parameter]
    public string? Version { get; set; }

    /// <summary>The address of the page without the sheet.</summary>
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
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // No error for an empty box before the first attempt.
    private string? ShownError => _tried || !string.IsNullOrWhiteSpace(_version) ? DeploySheetState.VersionError(_version, _preview.Resolved) : null;

    private string? Meaning => DeploySheetState.Meaning(_preview.Resolved);

    private IEnumerable<VersionSuggestion> Searched => DeploySheetState.Searched(_suggestions, _preview.References);

    public void Dispose()
    {
        _closed = true;
        Status.Changed -= OnSourceChanged;
        _preview.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _preview = new DeployPreviewLoader(Previews, Source, Sources, Clock);
        _choices = Viewer is null ? [] : DeploySheetState.Choices(Viewer, Order);
        _environment = DeploySheetState.Preferred(_choices, Environment);
        _version = Version ?? DeploySheetState.SuggestedVersion(Row, _environment, Order);
        Suggest();
        if (RendererInfo.IsInteractive)
        {
            // Subscribe before the first await: a sheet that is closed during it would stay subscribed for ever.
            Status.Changed += OnSourceChanged;
            var page = await Deployments.ListAsync(new DeploymentFilter(Row.Name, Limit: HistoryToSuggest), CancellationToken.None);
            _history = page.Items;
            Suggest();
            _ = LoadPreviewAsync();
        }
    }

    /// <summary>Loads the preview in the background; the form never waits for it.</summary>
    private Task LoadPreviewAsync() => RunAsync(() => _preview.LoadAsync(Row, _environment, _version, Viewer?.Actor.Name, ShowAsync));

    private async Task RunAsync(Func<Task> load)
    {
        if (_closed)
        {
            return;
        }

        try
        {
            await load();
        }
        catch (Exception) when (_closed)
        {
            // The sheet was closed meanwhile.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private Task ShowAsync() => InvokeAsync(StateHasChanged);

    private Task ChooseVersionAsync(string version)
    {
        _version = version;
        return LoadPreviewAsync();
    }

    /// <summary>Reloads a preview that failed, once GitHub is back.</summary>
    private void OnSourceChanged()
    {
        if (Status.Current.IsWell && _preview.Preview is { Trouble: not null })
        {
            _ = InvokeAsync(() => RunAsync(() => _preview.ReloadAsync(Row, Viewer?.Actor.Name, ShowAsync)));
        }
    }

    private void Suggest() => _suggestions = DeploySheetState.Suggestions(Row, _history, _environment);

    private Task ChooseAsync(DeployChoice choice)
    {
        _environment = choice.Name;
        _refusal = null;
        Suggest();
        return LoadPreviewAsync();
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
