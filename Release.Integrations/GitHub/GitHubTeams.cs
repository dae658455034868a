using Release.Core.Ports;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub;

/// <summary>Who belongs to which organisation and team on GitHub; an invitation that was not accepted is no membership.</summary>
internal sealed class GitHubTeams(GitHubClient client) : ITeamMemberships
{
    public async Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken)
    {
        var request = team is null
            ? GitHubRequest.For(GitHubRoutes.OrganisationMembership, $"{login}'s membership of {organisation}", organisation, login)
            : GitHubRequest.For(GitHubRoutes.TeamMembership, $"{login}'s membership of {organisation}/{team}", organisation, team, login);
        var membership = await client.FindAsync(request, GitHubJson.Default.Membership, cancellationToken);
        return membership?.State == "active";
    }
}
