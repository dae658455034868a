using Release.Core.Access;

namespace Release.Web.Components.Shared;

/// <summary>The person who sees a page, and what they may do there.</summary>
public sealed record Viewer(Actor Actor, AccessPolicy Policy)
{
    public AccessDecision MayDeployTo(EnvironmentName environment) => Policy.Decide(Actor, AccessAction.Deploy, environment);

    public AccessDecision May(AccessAction action) => Policy.Decide(Actor, action);
}
