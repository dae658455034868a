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

    private (ApplicationName Application, string? Before, int Changed)? _read;
    private DeploymentPage? _page;

    [Parameter, EditorRequired]
    public required ApplicationName Application { get; set; }

    /// <summary>Where the page of results begins; null for the newest.</summary>
    [Parameter]
    public string? Before { get; set; }

    /// <summary>Another number makes it read again.</summary>
    [Parameter]
    public int Changed { get; set; }

    [Inject]
    private DeploymentQueries Deployments { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        var key = (Application, Before, Changed);
        if (_read != key)
        {
            _read = key;
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
            // The address is truncated or invented: show an empty page.
            return new DeploymentPage([], null);
        }
    }
}

/// <summary>What a line of the history shows. Pure.</summary>
internal static class HistoryState
{
    /// <summary>The duration from its first step; a dash when it was not measured or has not ended.</summary>
    public static string Took(DeploymentSummary deployment) => deployment switch
    {
        { Status: DeploymentStatus.Recorded } => "–",
        { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
        _ => "–",
    };
}
