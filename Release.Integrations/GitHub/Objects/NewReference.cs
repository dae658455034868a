namespace Release.Integrations.GitHub.Objects;

/// <param name="Ref">In full: <c>refs/heads/…</c>.</param>
internal sealed record NewReference(string Ref, string Sha);
