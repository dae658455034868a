namespace Release.Core.Webhooks;

/// <param name="DeployPrereleases">Whether a pre-release sets off continuous deployment too.</param>
public sealed record WebhookSettings(bool DeployPrereleases);
