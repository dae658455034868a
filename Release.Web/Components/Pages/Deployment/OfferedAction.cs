namespace Release.Web.Components.Pages.Deployment;

/// <summary>An action that fits the deployment's status.</summary>
/// <param name="Label">Exactly what it does, for its button.</param>
/// <param name="WhyNot">Why this person cannot do it now; null when it is offered.</param>
public sealed record OfferedAction(DeploymentAction Action, string Label, string? WhyNot);
