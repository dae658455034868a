namespace Release.Integrations.GitHub.Objects;

/// <param name="State">active or pending.</param>
internal sealed record Membership(string State);
