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
    private DeploymentCommands Commands { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

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
        var cell = new Cell(ApplicationName.Parse(Deployment.Application), EnvironmentName.Parse(Deployment.Environment));
        var decision = await Guard.DecideAsync(actor, AccessAction.Deploy, cell, CancellationToken.None);
        if (!decision.Allowed)
        {
            _problem = decision.Reason;
            return;
        }

        var result = action switch
        {
            DeploymentAction.Resume => await Commands.ResumeAsync(Deployment.Id, actor.Name, CancellationToken.None),
            DeploymentAction.Cancel => await Commands.CancelAsync(Deployment.Id, actor.Name, CancellationToken.None),
            _ => await Commands.RollbackAsync(Deployment.Id, actor.Name, string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim(), CancellationToken.None),
        };
        switch (result)
        {
            case CommandResult.Refused refused:
                _problem = refused.Reason;
                break;
            case CommandResult.NotFound:
                _problem = "This deployment does not exist any more.";
                break;
            case CommandResult.Done done when done.Deployment.Id != Deployment.Id:
                Navigation.NavigateTo(ReleaseUrls.Deployment(done.Deployment.Id));
                break;
            default:
                await OnDone.InvokeAsync();
                break;
        }
    }
}
