namespace Release.Integrations.GitHub.Objects;

internal sealed record AppInstallation(long Id);
