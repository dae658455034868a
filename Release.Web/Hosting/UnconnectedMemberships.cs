using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Web.Hosting;

/// <summary>Where Release is not connected to GitHub, nobody's memberships are known.</summary>
internal sealed class UnconnectedMemberships : ITeamMemberships
{
    public Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken) =>
        throw new OutsideException("Release is not connected to GitHub.", FailureKind.Permission);
}
