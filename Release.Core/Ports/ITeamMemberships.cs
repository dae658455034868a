namespace Release.Core.Ports;

/// <summary>Who belongs to which organisation and team on GitHub, asked with Release's own rights. Errors as for <see cref="ISourceHost"/>.</summary>
public interface ITeamMemberships
{
    /// <param name="organisation">Its login.</param>
    /// <param name="team">The team's slug; null for the organisation itself.</param>
    /// <param name="login">The person's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the membership is active; an invitation is none yet (contracts §9).</returns>
    Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken);
}
