using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Core.Promotion;

/// <summary>What <see cref="PromotionPolicy"/> needs to know.</summary>
/// <param name="Environment">Where the version has just landed.</param>
/// <param name="Next">The environment that follows; null when there is none.</param>
/// <param name="NextProblem">Why the next environment cannot take it, in a sentence; null when it can.</param>
/// <param name="Trigger">What set the deployment off.</param>
/// <param name="PromoteRequested">What the request said.</param>
/// <param name="SmokeTests">The smoke tests' result in a sentence, and whether they passed.</param>
/// <param name="PromoteDeployment">The configuration file's flag; a missing one is false.</param>
/// <param name="AutomaticDeploysEnabled">The configuration file's flag; a missing one is false.</param>
/// <param name="ArgoCdApplications">The Argo CD applications that run this image.</param>
/// <param name="Frozen">Release's own freeze of this application.</param>
public sealed record PromotionFacts(
    EnvironmentName Environment,
    EnvironmentName? Next,
    string? NextProblem,
    Trigger Trigger,
    bool PromoteRequested,
    (bool Passed, string Evidence) SmokeTests,
    bool PromoteDeployment,
    bool AutomaticDeploysEnabled,
    IReadOnlyList<string> ArgoCdApplications,
    bool Frozen);
