using System.Text.Json.Serialization;
using Release.Core.Board;
using Release.Core.Environments;

namespace Release.Web.Endpoints.Views;

/// <summary>The seven keys that Release has always answered (contracts §12).</summary>
internal sealed record LegacyApplicationView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("shortname")] string ShortName,
    [property: JsonPropertyName("deploy_freeze")] bool DeployFreeze,
    [property: JsonPropertyName("notes")] string Notes,
    [property: JsonPropertyName("repository_url")] string RepositoryUrl,
    [property: JsonPropertyName("repository_default_branch")] string DefaultBranch,
    [property: JsonPropertyName("continuously_deployed")] bool ContinuouslyDeployed)
{
    public static LegacyApplicationView Of(BoardRow row, EnvironmentOrder order) => new(
        row.DisplayName,
        row.Name.Value,
        row.Frozen,
        row.Notes,
        $"https://github.com/{row.Repository}",
        row.DefaultBranch,
        row.ContinuouslyDeployed(order));
}
