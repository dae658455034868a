using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Intake;
using Release.Core.Live;
using Release.Core.Policies;
using Release.Core.Ports;
using Release.Data.Queries;
using Release.Web.Hosting;

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
    private DeployIntake Intake { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<string> Risks => DeploySheetState.Risks(Row, _environment, _version, Order);

    // Nobody is told off for a box that was not filled in yet.
    private string? ShownError => _tried || !string.IsNullOrWhiteSpace(_version) ? DeploySheetState.VersionError(_version) : null;

    protected override async Task OnInitializedAsync()
    {
        _choices = Viewer is null ? [] : DeploySheetState.Choices(Viewer, Order);
        _environment = DeploySheetState.Preferred(_choices, Environment);
        _version = Version ?? DeploySheetState.SuggestedVersion(Row, _environment, Order);
        Suggest();
        if (RendererInfo.IsInteractive)
        {
            var page = await Deployments.ListAsync(new DeploymentFilter(Row.Name, Limit: HistoryToSuggest), CancellationToken.None);
            _history = page.Items;
            Suggest();
        }
    }

    private void Suggest() => _suggestions = DeploySheetState.Suggestions(Row, _history, _environment);

    private void Choose(DeployChoice choice)
    {
        _environment = choice.Name;
        _refusal = null;
        Suggest();
    }

    private string Present(DeployChoice choice) =>
        VersionText.Short(Row.Cells.FirstOrDefault(cell => cell.Environment == choice.Name)?.Version?.Value ?? "–");

    private void Close() => Navigation.NavigateTo(LeaveTo, new NavigationOptions { ReplaceHistoryEntry = true });

    private async Task SubmitAsync()
    {
        _tried = true;
        _refusal = null;
        if (_busy || Viewer is null || _environment is null || !ImageTag.TryParse(_version?.Trim(), out var tag))
        {
            return;
        }

        _busy = true;
        try
        {
            await DeployAsync(Viewer.Actor, new Cell(Row.Name, _environment), tag);
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

    private async Task DeployAsync(Actor actor, Cell cell, ImageTag tag)
    {
        // The page may have been open since before a role was taken away: asked again, and audited when refused.
        var decision = await Guard.DecideAsync(actor, AccessAction.Deploy, cell, CancellationToken.None);
        if (!decision.Allowed)
        {
            _refusal = decision.Reason;
            return;
        }

        var reason = string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim();
        var request = new DeployRequest(cell, tag, Trigger.Manual, Promote: false, actor.Name, reason);
        switch (await Intake.SubmitAsync(request, CancellationToken.None))
        {
            case IntakeResult.Accepted accepted:
                Navigation.NavigateTo(ReleaseUrls.Deployment(accepted.Deployment.Id));
                break;
            case IntakeResult.AlreadyUnderWay same:
                Navigation.NavigateTo(ReleaseUrls.Deployment(same.Deployment.Id));
                break;
            case IntakeResult.Refused refused:
                _refusal = refused.Reason;
                break;
        }
    }
}
