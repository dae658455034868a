using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Failures;
using Release.Core.Storage;
using Release.Data.Queries;
using Release.Web.Components.Shared;
using Release.Web.Urls;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>Resume, cancel, roll back: asks for confirmation when it cannot be undone, and shows the result in place.</summary>
public sealed partial class ActionBar
{
    private OfferedAction? _confirming;
    private string? _reason;
    private string? _problem;
    private bool _busy;

    [Parameter, EditorRequired]
    public required DeploymentSummary Deployment { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<OfferedAction> Actions { get; set; }

    /// <summary>Called when the deployment was changed.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private DeployService Deploys { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private static string ClassOf(DeploymentAction action) => action is DeploymentAction.Resume ? "primary" : "danger";

    private string TitleOf(OfferedAction offered) => offered.Action is DeploymentAction.Cancel
        ? $"Cancel {VersionText.Short(Deployment.Version)} to {Deployment.Environment}?"
        : $"{offered.Label} in {Deployment.Environment}?";

    private Task ClickAsync(OfferedAction offered)
    {
        _problem = null;
        if (offered.Action is DeploymentAction.Resume)
        {
            return DoAsync(offered.Action);
        }

        _confirming = offered;
        return Task.CompletedTask;
    }

    private async Task DoAsync(DeploymentAction action)
    {
        if (_busy || Viewer is null)
        {
            return;
        }

        _busy = true;
        try
        {
            await DoAsync(action, Viewer.Actor);
        }
        catch (Exception problem) when (problem is OutsideException or StaleWriteException)
        {
            _problem = $"{problem.Message} Nothing was changed; try again.";
        }
        finally
        {
            _busy = false;
            _confirming = null;
        }
    }

    private async Task DoAsync(DeploymentAction action, Actor actor)
    {
        var result = action switch
        {
            DeploymentAction.Resume => await Deploys.ResumeAsync(actor, Deployment.Id, CancellationToken.None),
            DeploymentAction.Cancel => await Deploys.CancelAsync(actor, Deployment.Id, CancellationToken.None),
            _ => await Deploys.RollbackAsync(actor, Deployment.Id, string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim(), CancellationToken.None),
        };
        switch (result)
        {
            case DeployResult.Forbidden forbidden:
                _problem = forbidden.Reason;
                break;
            case DeployResult.Conflict conflict:
                _problem = conflict.Reason;
                break;
            case DeployResult.NotFound:
                _problem = "This deployment does not exist any more.";
                break;
            case DeployResult.Accepted accepted:
                await ShowAsync(accepted.Deployment.Id);
                break;
            case DeployResult.AlreadyUnderWay same:
                await ShowAsync(same.Deployment.Id);
                break;
            default:
                throw new InvalidOperationException($"Unknown result {result}.");
        }
    }

    private async Task ShowAsync(Guid id)
    {
        if (id == Deployment.Id)
        {
            await OnDone.InvokeAsync();
        }
        else
        {
            Navigation.NavigateTo(ReleaseUrls.Deployment(id));
        }
    }
}
