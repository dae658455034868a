using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Sources;

namespace Release.Core.Previews;

/// <summary>Finds the risks of a deployment, each in a sentence. Pure.</summary>
public static class Risks
{
    public static IReadOnlyList<Risk> Of(RiskFacts facts)
    {
        if (facts.Row.Cells.FirstOrDefault(cell => cell.Environment == facts.Environment) is not { } cell)
        {
            return [];
        }

        return [.. OfPlace(facts.Row, cell), .. facts.Version is { } version ? OfVersion(facts, cell, version) : [], .. ChangeRisks.Of(facts)];
    }

    private static IEnumerable<Risk> OfPlace(BoardRow row, BoardCell cell)
    {
        if (row.DeployFreeze)
        {
            yield return new Risk(RiskKind.Frozen, "Frozen in Release: automatic deployments are refused. You can still deploy by hand.");
        }

        if (!cell.InConfiguration)
        {
            yield return new Risk(RiskKind.NotConfigured, $"The configuration repository has no file for {row.Name} in {cell.Environment}: the deployment will be refused until there is one.");
        }

        if (cell is { InConfiguration: true, AutomaticDeploysEnabled: false })
        {
            yield return new Risk(RiskKind.AutomaticDeploysDisabled, $"Automatic deployments are disabled in {cell.Environment}: each deployment there needs a person's decision.");
        }
    }

    private static IEnumerable<Risk> OfVersion(RiskFacts facts, BoardCell cell, ImageTag version) =>
        new[] { UnderWay(cell, version), Present(facts, cell, version) }.OfType<Risk>()
            .Concat(FailedElsewhere(facts.Row, version))
            .Concat(new[] { NotFromBefore(facts, cell, version) }.OfType<Risk>());

    private static Risk? UnderWay(BoardCell cell, ImageTag version) =>
        !cell.IsMoving ? null
        : cell.DeploymentVersion is { } moving && moving == version ? new Risk(RiskKind.UnderWay, $"{moving.Short()} is on its way to {cell.Environment} already.")
        : new Risk(RiskKind.UnderWay, $"{cell.DeploymentVersion?.Short() ?? "Another version"} is on its way to {cell.Environment} now. Your deployment supersedes it.");

    private static Risk? Present(RiskFacts facts, BoardCell cell, ImageTag version)
    {
        if (cell.WantedVersion == version && cell.Version == version && cell is { HasDrifted: false, IsMoving: false, HasFailed: false })
        {
            var name = facts.Order.Find(cell.Environment)?.DisplayName ?? cell.Environment.Value;
            return new Risk(RiskKind.AlreadyThere, $"{name} runs {version.Short()} already.");
        }

        if (cell.WantedVersion is { } wanted && cell.DeployedVersion is { } deployed && wanted != deployed)
        {
            return new Risk(RiskKind.Drift, $"Git wants {wanted.Short()} in {cell.Environment}, but {deployed.Short()} was deployed last: somebody may be working there.");
        }

        return cell.HasDrifted ? new Risk(RiskKind.Drift, $"What runs in {cell.Environment} differs from git: find out why before you deploy.") : null;
    }

    private static IEnumerable<Risk> FailedElsewhere(BoardRow row, ImageTag version) =>
        row.Cells.Where(other => other.HasFailed && other.DeploymentVersion == version)
            .Select(other => new Risk(
                RiskKind.FailedElsewhere, $"{version.Short()} failed in {other.Environment} at {other.Step?.InWords() ?? "an unknown step"}."));

    private static Risk? NotFromBefore(RiskFacts facts, BoardCell cell, ImageTag version) =>
        facts.Row.Before(cell.Environment, facts.Order) is { Version: { } before, Environment: var earlier } && before != version
            ? new Risk(RiskKind.NotFromBefore, $"{version.Short()} is not what {earlier} has now ({before.Short()}).")
            : null;
}

/// <param name="Sentence">For people.</param>
/// <param name="Link">Where to see it; null when there is no page for it.</param>
public sealed record Risk(RiskKind Kind, string Sentence, string? Link = null);

/// <summary>A kind of risk.</summary>
public enum RiskKind
{
    Frozen,
    NotConfigured,
    AutomaticDeploysDisabled,
    UnderWay,
    AlreadyThere,
    Drift,
    FailedElsewhere,

    /// <summary>The previous environment has another version.</summary>
    NotFromBefore,
    OthersChanges,

    /// <summary>Commits that run there now are removed.</summary>
    GoesBack,
    Migrations,
    Checks,

    /// <summary>The image must be built first.</summary>
    Build,

    /// <summary>The changes are not known.</summary>
    Unknown,
}

/// <summary>The facts that <see cref="Risks"/> needs.</summary>
/// <param name="Environment">The target; null while none is chosen.</param>
/// <param name="Version">The version to deploy; null while none is chosen.</param>
public sealed record RiskFacts(BoardRow Row, EnvironmentOrder Order, EnvironmentName? Environment, ImageTag? Version)
{
    /// <summary>The changes; null while they are not known.</summary>
    public ChangeSet? Changes { get; init; }

    public CheckState Checks { get; init; }

    /// <summary>Null when the registry did not answer.</summary>
    public bool? ImageExists { get; init; }

    /// <summary>The login of the requester, whose own commits are no risk.</summary>
    public string? Actor { get; init; }

    /// <summary>Addresses for links; null for none.</summary>
    public SourceSettings? Sources { get; init; }
}
