namespace Release.Integrations.GitHub.Objects;

internal sealed record InstallationToken(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Not its value.</summary>
    public override string ToString() => $"a token until {ExpiresAt:u}";
}
