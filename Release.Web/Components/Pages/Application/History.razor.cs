using Microsoft.AspNetCore.Components;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Application;

/// <summary>The application's deployments, a page at a time.</summary>
public sealed partial class History
{
    private const int PageSize = 25;

    private (ApplicationName Application, string? Before, int Changed)? _asked;
    private DeploymentPage? _page;

    [Parameter, EditorRequired]
    public required ApplicationName Application { get; set; }

    /// <summary>Where the page begins; null for the newest.</summary>
    [Parameter]
    public string? Before { get; set; }

    /// <summary>Asked again when it is another number.</summary>
    [Parameter]
    public int Changed { get; set; }

    [Inject]
    private DeploymentQueries Deployments { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        var asked = (Application, Before, Changed);
        if (_asked != asked)
        {
            _asked = asked;
            _page = await ReadAsync();
        }
    }

    private async Task<DeploymentPage> ReadAsync()
    {
        try
        {
            return await Deployments.ListAsync(new DeploymentFilter(Application, Before: Before, Limit: PageSize), CancellationToken.None);
        }
        catch (FormatException)
        {
            // An address that was cut or made up: there is nothing on such a page.
            return new DeploymentPage([], null);
        }
    }
}

/// <summary>A line of the history in words. Pure.</summary>
internal static class HistoryState
{
    /// <summary>How long it took from its first step; a dash where nobody measured it or it has not ended.</summary>
    public static string Took(DeploymentSummary deployment) => deployment switch
    {
        { Status: DeploymentStatus.Recorded } => "–",
        { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
        _ => "–",
    };
}
