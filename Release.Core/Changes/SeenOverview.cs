namespace Release.Core.Changes;

/// <summary>A repository's overview, perhaps from memory.</summary>
/// <param name="Overview">Null when GitHub has not answered since this process began, or knows no such repository.</param>
/// <param name="Trouble">Why it is not fresh, in a sentence; null when it is.</param>
public sealed record SeenOverview(SourceOverview? Overview, string? Trouble)
{
    /// <summary>When it was last fresh, where it is not now.</summary>
    public DateTimeOffset? StaleSince => Trouble is null ? null : Overview?.SeenAt;
}
