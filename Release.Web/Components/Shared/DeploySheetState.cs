using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Components.Shared;

/// <summary>The choices, suggestions, warnings and texts of the deploy sheet. Pure.</summary>
internal static class DeploySheetState
{
    private const int MostSuggestions = 8;

    public static IReadOnlyList<DeployChoice> Choices(Viewer viewer, EnvironmentOrder order) =>
        [.. order.All.Select(environment => new DeployChoice(environment.Name, environment.DisplayName, Problem(viewer, environment)))];

    /// <summary>The requested environment if the viewer may deploy there, otherwise the first one that is allowed; null when there is none.</summary>
    public static EnvironmentName? Preferred(IReadOnlyList<DeployChoice> choices, string? requested)
    {
        var open = choices.Where(choice => choice.Problem is null).ToArray();
        return (Array.Find(open, choice => choice.Name.Value == requested) ?? open.FirstOrDefault())?.Name;
    }

    /// <summary>The version that promotion would bring next: the one deployed in the previous environment, ignoring one that is still moving or has failed there.</summary>
    public static string SuggestedVersion(BoardRow row, EnvironmentName? environment, EnvironmentOrder order) =>
        (environment is null ? null : row.Before(environment, order)) is { } before
            ? (before.HasFailed || before.IsMoving ? before.DeployedVersion : before.Version)?.Value ?? ""
            : "";

    public static IReadOnlyList<VersionSuggestion> Suggestions(BoardRow row, IReadOnlyList<DeploymentSummary> history, EnvironmentName? target)
    {
        var cells = row.Cells.Where(cell => cell.Environment != target).Concat(row.Cells.Where(cell => cell.Environment == target)).ToArray();
        return
        [
            .. cells.Where(cell => cell.DeployedVersion is not null).Select(cell => new VersionSuggestion(cell.DeployedVersion!.Value, $"deployed in {cell.Environment}"))
                .Concat(cells.Where(cell => cell.WantedVersion is not null).Select(cell => new VersionSuggestion(cell.WantedVersion!.Value, $"wanted in {cell.Environment}")))
                .Concat(cells.Where(cell => cell.PreviousVersion is not null).Select(cell => new VersionSuggestion(cell.PreviousVersion!.Value, $"before that in {cell.Environment}")))
                .Concat(history.Select(past => new VersionSuggestion(past.Version, $"{StatusText.Of(past.Status).ToLowerInvariant()} in {past.Environment}")))
                .DistinctBy(suggestion => suggestion.Version)
                .Take(MostSuggestions),
        ];
    }

    /// <summary>The suggestions, followed by matching references on GitHub.</summary>
    public static IEnumerable<VersionSuggestion> Searched(IReadOnlyList<VersionSuggestion> suggestions, IReadOnlyList<GitReferenceName> references) =>
        suggestions.Concat(references.Select(reference => new VersionSuggestion(reference.Value, "on GitHub"))).DistinctBy(suggestion => suggestion.Version);

    /// <summary>What is wrong with the typed version; null when nothing is.</summary>
    /// <param name="text">The typed text.</param>
    /// <param name="resolved">What it resolves to, if known.</param>
    public static string? VersionError(string? text, ResolvedVersion? resolved = null) =>
        string.IsNullOrWhiteSpace(text) ? "Enter a version."
        : !ImageTag.TryParse(text.Trim(), out _) && !GitReferenceName.TryParse(text.Trim(), out _) ? $"That is not a version. {GitReferenceName.Rule}"
        : resolved is ResolvedVersion.Unknown unknown ? NotFound(text.Trim(), unknown.Reason)
        : null;

    /// <summary>Why nothing was deployed.</summary>
    public static string Refusal(string version, DeployResult result) => result switch
    {
        DeployResult.Refused { Field: DeployResult.VersionField } unknown => NotFound(version, unknown.Reason),
        DeployResult.Refused refused => refused.Reason,
        DeployResult.Forbidden forbidden => forbidden.Reason,
        DeployResult.Unavailable away => away.Reason,
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    private static string NotFound(string version, string reason) => $"“{VersionText.Short(version, 40)}” {reason}";

    /// <summary>What a reference resolves to; null when the version itself was typed.</summary>
    public static string? Meaning(ResolvedVersion? resolved) => resolved is not ResolvedVersion.Found { Reference: not null } found
        ? null
        : found.Commit is { } commit && commit.Value != found.Version.Value ? $"It is commit {commit.Short}, released as {found.Version}."
        : $"It is commit {VersionText.Short(found.Version.Value)}.";

    /// <summary>What the button does: <c>Build and deploy my-branch to integration</c>.</summary>
    public static string ButtonText(string? version, EnvironmentName? environment, ResolvedVersion? resolved = null)
    {
        if (environment is null || VersionError(version, resolved) is not null)
        {
            return environment is null ? "Deploy" : $"Deploy to {environment}";
        }

        var found = resolved as ResolvedVersion.Found;
        var verb = found is { ImageExists: false } ? "Build and deploy" : "Deploy";
        var released = found is { Reference: not null, ImageExists: not false } && !CommitSha.TryParse(found.Version.Value, out _) ? $" ({VersionText.Short(found.Version.Value)})" : "";
        return $"{verb} {VersionText.Short(version!.Trim(), 28)}{released} to {environment}";
    }

    /// <summary>The risks that are known without GitHub.</summary>
    public static IReadOnlyList<Risk> LocalRisks(BoardRow row, EnvironmentName? environment, string? version, EnvironmentOrder order) =>
        Risks.Of(new RiskFacts(row, order, environment, ImageTag.TryParse(version?.Trim(), out var tag) ? tag : null));

    private static string? Problem(Viewer viewer, DeploymentEnvironment environment)
    {
        var decision = viewer.MayDeployTo(environment.Name);
        return !decision.Allowed ? decision.Reason
            : environment.Mode is EnvironmentMode.Observe ? $"Release only observes {environment.Name}: others deploy there."
            : null;
    }
}

/// <summary>An environment in the deploy sheet.</summary>
/// <param name="Problem">Why the viewer cannot deploy there; null when they can.</param>
internal sealed record DeployChoice(EnvironmentName Name, string DisplayName, string? Problem);

/// <summary>A suggested version.</summary>
/// <param name="Where">Why it is suggested, for example <c>runs in integration</c>.</param>
internal sealed record VersionSuggestion(string Version, string Where);
