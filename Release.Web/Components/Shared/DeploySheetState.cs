using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Live;
using Release.Data.Queries;

namespace Release.Web.Components.Shared;

/// <summary>What the deploy sheet offers, warns of and says. Pure.</summary>
internal static class DeploySheetState
{
    private const int MostSuggestions = 8;

    public static IReadOnlyList<DeployChoice> Choices(Viewer viewer, EnvironmentOrder order) =>
        [.. order.All.Select(environment => new DeployChoice(environment.Name, environment.DisplayName, Problem(viewer, environment)))];

    /// <summary>The environment asked for, if one may deploy there, else the first where one may; null when there is none.</summary>
    public static EnvironmentName? Preferred(IReadOnlyList<DeployChoice> choices, string? asked)
    {
        var open = choices.Where(choice => choice.Problem is null).ToArray();
        return (Array.Find(open, choice => choice.Name.Value == asked) ?? open.FirstOrDefault())?.Name;
    }

    /// <summary>The version that would come next by promotion: what runs in the environment before.</summary>
    public static string SuggestedVersion(BoardRow row, EnvironmentName? environment, EnvironmentOrder order) =>
        Before(row, environment, order)?.Version?.Value ?? "";

    public static IReadOnlyList<VersionSuggestion> Suggestions(BoardRow row, IReadOnlyList<DeploymentSummary> history, EnvironmentName? target)
    {
        var cells = row.Cells.Where(cell => cell.Environment != target).Concat(row.Cells.Where(cell => cell.Environment == target)).ToArray();
        return
        [
            .. cells.Where(cell => cell.DeployedVersion is not null).Select(cell => new VersionSuggestion(cell.DeployedVersion!.Value, $"deployed in {cell.Environment}"))
                .Concat(cells.Where(cell => cell.WantedVersion is not null).Select(cell => new VersionSuggestion(cell.WantedVersion!.Value, $"wanted in {cell.Environment}")))
                .Concat(cells.Where(cell => cell.PreviousVersion is not null).Select(cell => new VersionSuggestion(cell.PreviousVersion!.Value, $"before that in {cell.Environment}")))
                .Concat(history.Select(past => new VersionSuggestion(past.Version, $"{StatusWords.Of(past.Status).ToLowerInvariant()} in {past.Environment}")))
                .DistinctBy(suggestion => suggestion.Version)
                .Take(MostSuggestions),
        ];
    }

    /// <summary>What is wrong with the version as typed; null when nothing is.</summary>
    public static string? VersionError(string? text) => string.IsNullOrWhiteSpace(text)
        ? "Say which version."
        : ImageTag.TryParse(text.Trim(), out _) ? null : $"That is not a version. {ImageTag.Rule}";

    public static string ButtonText(string? version, EnvironmentName? environment) =>
        environment is null ? "Deploy"
        : VersionError(version) is null ? $"Deploy {VersionText.Short(version!.Trim(), 20)} to {environment}"
        : $"Deploy to {environment}";

    /// <summary>What somebody should know before, each in a sentence.</summary>
    public static IReadOnlyList<string> Risks(BoardRow row, EnvironmentName? environment, string? version, EnvironmentOrder order)
    {
        if (row.Cells.FirstOrDefault(cell => cell.Environment == environment) is not { } cell)
        {
            return [];
        }

        var tag = ImageTag.TryParse(version?.Trim(), out var parsed) ? parsed : null;
        var name = order.Find(cell.Environment)?.DisplayName ?? cell.Environment.Value;
        string?[] risks =
        [
            row.DeployFreeze ? "Frozen in Release: automatic deployments are refused. Yours, by hand, goes through." : null,
            !cell.InConfiguration ? $"The configuration repository has no file for {row.Name} in {cell.Environment}: the deployment will be refused until there is one." : null,
            cell is { InConfiguration: true, AutomaticDeploysEnabled: false } ? $"Automatic deployments are disabled in {cell.Environment}: somebody wants each one to be a decision." : null,
            UnderWay(cell, tag),
            tag is null ? null : Changes(cell, tag, name),
            tag is null ? null : Untried(row, tag, environment, order),
        ];
        return [.. risks.OfType<string>()];
    }

    private static string? Problem(Viewer viewer, DeploymentEnvironment environment)
    {
        var decision = viewer.MayDeployTo(environment.Name);
        return !decision.Allowed ? decision.Reason
            : environment.Mode is EnvironmentMode.Observe ? $"Release only observes {environment.Name}: others deploy there."
            : null;
    }

    private static string? UnderWay(BoardCell cell, ImageTag? tag) =>
        !cell.IsMoving ? null
        : cell.DeploymentVersion is { } moving && moving == tag ? $"{VersionText.Short(moving.Value)} is on its way to {cell.Environment} already."
        : $"{VersionText.Short(cell.DeploymentVersion?.Value ?? "Another version")} is on its way to {cell.Environment} now. Yours takes its place and ends it.";

    private static string? Changes(BoardCell cell, ImageTag tag, string name) =>
        cell.WantedVersion == tag && cell.DeployedVersion == tag && !cell.HasDrifted ? $"{name} runs {VersionText.Short(tag.Value)} already."
        : cell.WantedVersion is { } wanted && cell.DeployedVersion is { } deployed && wanted != deployed
            ? $"Git wants {VersionText.Short(wanted.Value)} in {cell.Environment}, but {VersionText.Short(deployed.Value)} was deployed last: somebody may be at work there."
        : cell.HasDrifted ? $"What runs in {cell.Environment} is not what git wants: look why before you deploy."
        : null;

    private static string? Untried(BoardRow row, ImageTag tag, EnvironmentName? environment, EnvironmentOrder order) =>
        Before(row, environment, order) is { Version: { } before, Environment: var earlier } && before != tag
            ? $"{VersionText.Short(tag.Value)} is not what {earlier} has now ({VersionText.Short(before.Value)})."
            : null;

    private static BoardCell? Before(BoardRow row, EnvironmentName? environment, EnvironmentOrder order)
    {
        var before = environment is null ? null : order.Chain.LastOrDefault(link => order.Next(link.Name)?.Name == environment);
        return before is null ? null : row.Cells.FirstOrDefault(cell => cell.Environment == before.Name);
    }
}
