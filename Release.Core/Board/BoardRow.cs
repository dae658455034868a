using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>One application on the board.</summary>
/// <param name="Cells">One per configured environment, in their order.</param>
public sealed record BoardRow(
    ApplicationName Name,
    string DisplayName,
    string Repository,
    string DefaultBranch,
    string Notes,
    bool DeployFreeze,
    IReadOnlyList<BoardCell> Cells)
{
    /// <summary>Badge "Automatic deployments disabled": frozen in Release, or <c>automatic_deploys_enabled</c> is false somewhere.</summary>
    public bool Frozen => DeployFreeze || Cells.Any(cell => cell is { InConfiguration: true, AutomaticDeploysEnabled: false });

    /// <summary>The cell of the environment before, from which versions are promoted; null for the first environment and those beside the chain.</summary>
    public BoardCell? Before(EnvironmentName environment, EnvironmentOrder order) =>
        order.Previous(environment) is { } before ? Cells.FirstOrDefault(cell => cell.Environment == before.Name) : null;

    /// <summary>Whether a release reaches the last environment automatically: the flags of every file allow it.</summary>
    public bool ContinuouslyDeployed(EnvironmentOrder order)
    {
        var chain = Cells.Where(cell => cell.InConfiguration && order.Find(cell.Environment) is { PromotesOnward: true }).ToArray();
        return chain.Length > 0
            && chain.All(cell => cell.AutomaticDeploysEnabled)
            && chain.SkipLast(1).All(cell => cell.PromoteDeployment);
    }

    /// <summary>The state in the words of contracts §12.</summary>
    public string Status(EnvironmentOrder order) => ApplicationStatus.InWords(
        [.. Cells.Where(cell => order.Find(cell.Environment) is { PromotesOnward: true })
            .Select(cell => (order.Find(cell.Environment)!.DisplayName, cell.Version))]);
}
