using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>One image-tag file, as the chart reads it.</summary>
/// <param name="Cell">Whose it is.</param>
/// <param name="Version">Null when the file is empty or unreadable.</param>
/// <param name="AutomaticDeploysEnabled">A missing flag is false.</param>
/// <param name="PromoteDeployment">A missing flag is false.</param>
/// <param name="Problem">What is odd about it, in a sentence; null when nothing is.</param>
public sealed record ImageTagFile(Cell Cell, ImageTag? Version, bool AutomaticDeploysEnabled, bool PromoteDeployment, string? Problem = null);
