using Release.Core.Access;

namespace Release.Web.Components.Shared;

/// <summary>Who looks at a page, and what that person is offered there.</summary>
public sealed record Viewer(Actor Actor, AccessPolicy Policy)
{
    public AccessDecision MayDeployTo(EnvironmentName environment) => Policy.Decide(Actor, AccessAction.Deploy, environment);

    public AccessDecision May(AccessAction action) => Policy.Decide(Actor, action);
}
