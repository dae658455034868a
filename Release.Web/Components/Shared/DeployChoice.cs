namespace Release.Web.Components.Shared;

/// <summary>An environment in the deploy sheet.</summary>
/// <param name="Problem">Why one cannot deploy there; null when one can.</param>
internal sealed record DeployChoice(EnvironmentName Name, string DisplayName, string? Problem);
