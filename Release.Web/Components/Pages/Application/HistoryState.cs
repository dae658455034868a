using Release.Core.Deployments;
using Release.Data.Queries;

using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Application;

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
