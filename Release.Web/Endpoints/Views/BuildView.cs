using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>The run that builds a deployment's image.</summary>
/// <param name="Url">Where a person looks at it.</param>
/// <param name="State">queued, running, succeeded, failed or cancelled.</param>
/// <param name="RunId">GitHub's number of it; null until it is known.</param>
internal sealed record BuildView(string Url, string State, long? RunId)
{
    /// <summary>Null where no run is known.</summary>
    public static BuildView? Of(BuildSummary? build) => build is { Url: { } url } ? new(url, build.State.Word(), build.RunId) : null;
}
