using Release.Core.Access;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub;

/// <summary>Checks membership of organisations and teams on GitHub; a pending invitation does not count.</summary>
internal sealed class GitHubTeams(GitHubApi api) : ITeamMemberships
{
    public async Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken)
    {
        if (team is null)
        {
            var membership = await api.FindAsync(
                GitHubRoutes.OrganisationMembership, $"{login}'s membership of {organisation}",
                client => new Octokit.OrganizationMembersClient(client).GetOrganizationMembership(GitHubRoute.Segment(organisation), GitHubRoute.Segment(login))!, cancellationToken);
            return membership?.State.StringValue == "active";
        }

        var ofTeam = await api.FindAsync(
            GitHubRoutes.TeamMembership, $"{login}'s membership of {organisation}/{team}",
            client => client.GetAsync<Octokit.TeamMembershipDetails>([organisation, team, login]), cancellationToken);
        return ofTeam?.State.StringValue == "active";
    }
}
