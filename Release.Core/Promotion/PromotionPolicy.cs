using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Core.Promotion;

/// <summary>
/// The promotion rule of contracts §5. Pure. The decision explains every gate, passed or not.
/// </summary>
public static class PromotionPolicy
{
    private const string DraftPrefix = "draft-";

    public static PromotionDecision Decide(PromotionFacts facts) => new(facts.Next, Gates(facts));

    private static PromotionGate[] Gates(PromotionFacts facts) =>
    [
        new("Smoke tests passed", facts.SmokeTests.Passed, facts.SmokeTests.Evidence),
        PromotionWasRequested(facts),
        Flag("promote_deployment", facts.PromoteDeployment, facts),
        Flag("automatic_deploys_enabled", facts.AutomaticDeploysEnabled, facts),
        NotADraft(facts),
        NotFrozen(facts),
        HasNext(facts),
    ];

    private static PromotionGate PromotionWasRequested(PromotionFacts facts)
    {
        const string name = "Promotion was requested";
        if (facts.Trigger is Trigger.Manual or Trigger.Rollback)
        {
            return new(name, false, $"This is a {facts.Trigger.ToString().ToLowerInvariant()} deployment, and those are never promoted.");
        }

        return facts.PromoteRequested
            ? new(name, true, "The request asks for promotion.")
            : new(name, false, "The request does not ask for promotion.");
    }

    private static PromotionGate Flag(string name, bool value, PromotionFacts facts) =>
        new($"{name} is true", value, $"{name} is {(value ? "true" : "false or missing")} in {facts.Environment}'s file.");

    private static PromotionGate NotADraft(PromotionFacts facts)
    {
        const string name = "Not a draft application";
        var live = facts.Applications.Where(application => !application.StartsWith(DraftPrefix, StringComparison.Ordinal)).ToArray();
        if (facts.Applications.Count == 0)
        {
            return new(name, false, $"No {facts.Engine.Application()} runs this image in {facts.Environment}.");
        }

        return live.Length > 0
            ? new(name, true, $"{facts.Engine.Application()} {string.Join(", ", live)} is not a draft.")
            : new(name, false, $"{facts.Engine.Application()} {string.Join(", ", facts.Applications)} is a draft; drafts are tested but not promoted.");
    }

    private static PromotionGate NotFrozen(PromotionFacts facts) => facts.Frozen
        ? new("Not frozen in Release", false, "Deployments of this application are frozen in Release.")
        : new("Not frozen in Release", true, "No freeze is set in Release.");

    private static PromotionGate HasNext(PromotionFacts facts) => facts switch
    {
        { Next: null } => new("There is a next environment", false, $"{facts.Environment} is the last environment."),
        { NextProblem: { } problem } => new("There is a next environment", false, problem),
        _ => new("There is a next environment", true, $"{facts.Next} follows {facts.Environment}."),
    };
}

/// <summary>What <see cref="PromotionPolicy"/> needs to know.</summary>
/// <param name="Environment">Where the version was deployed.</param>
/// <param name="Next">The environment that follows; null when there is none.</param>
/// <param name="NextProblem">Why it cannot be deployed to the next environment, in a sentence; null when it can.</param>
/// <param name="Trigger">What triggered the deployment.</param>
/// <param name="PromoteRequested">Whether the request asks for promotion.</param>
/// <param name="SmokeTests">The smoke tests' result in a sentence, and whether they passed.</param>
/// <param name="PromoteDeployment">The configuration file's flag; a missing one is false.</param>
/// <param name="AutomaticDeploysEnabled">The configuration file's flag; a missing one is false.</param>
/// <param name="Engine">What syncs the environment.</param>
/// <param name="Applications">The Argo CD applications, or Deployments, that run this image.</param>
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
    EnvironmentEngine Engine,
    IReadOnlyList<string> Applications,
    bool Frozen);
