using Release.Core.Access;
using Release.Core.Environments;

namespace Release.Tests.Unit.Access;

public sealed class AccessPolicyTests
{
    private static readonly EnvironmentName Integration = EnvironmentName.Parse("integration");
    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");
    private static readonly EnvironmentName Production = EnvironmentName.Parse("production");
    private static readonly EnvironmentName Beside = EnvironmentName.Parse("test");

    private static readonly AccessPolicy Policy = new(
        new EnvironmentOrder(
        [
            new DeploymentEnvironment(Integration),
            new DeploymentEnvironment(Staging),
            new DeploymentEnvironment(Production),
            new DeploymentEnvironment(Beside, PromotesOnward: false),
        ]),
        new RoleMapping(
        [
            new RoleGrant("example", "developers", Role.Developer, []),
            new RoleGrant("example", "staging-deploy", Role.Deployer, [Staging]),
            new RoleGrant("example", "production-deploy", Role.Deployer, [Staging, Production]),
            new RoleGrant("example", "release-admins", Role.Admin, []),
        ]));

    [Theory]
    [InlineData(Role.Viewer, "integration", false)]
    [InlineData(Role.Developer, "integration", true)]
    [InlineData(Role.Developer, "test", true)]
    [InlineData(Role.Developer, "staging", false)]
    [InlineData(Role.Deployer, "production", true)]
    [InlineData(Role.Admin, "production", true)]
    public void A_person_deploys_where_the_role_reaches(Role role, string environment, bool allowed) =>
        Policy.Decide(Actor.Person("ann", role), AccessAction.Deploy, EnvironmentName.Parse(environment)).Allowed.ShouldBe(allowed);

    [Fact]
    public void A_deployer_of_staging_is_not_one_of_production_and_is_told_whom_to_ask()
    {
        var ann = Actor.Person("ann", Role.Deployer, [Staging]);

        Policy.Decide(ann, AccessAction.Deploy, Staging).Allowed.ShouldBeTrue();
        Policy.Decide(ann, AccessAction.Deploy, Integration).Allowed.ShouldBeTrue("what a developer may, a deployer may");
        Policy.Decide(ann, AccessAction.Notify, Production).Allowed.ShouldBeFalse();
        var refused = Policy.Decide(ann, AccessAction.Deploy, Production);

        refused.Allowed.ShouldBeFalse();
        refused.Reason.ShouldContain("Your Deployer role is for staging");
        refused.Reason.ShouldContain("example/production-deploy or example/release-admins");
        refused.Reason.ShouldNotContain("staging-deploy");
    }

    [Fact]
    public void A_refused_developer_is_told_the_team_to_ask() =>
        Policy.Decide(Actor.Person("ann", Role.Developer), AccessAction.Deploy, Production).Reason
            .ShouldBe("You need the Deployer role to deploy to production; yours is Developer. Ask a member of example/production-deploy or example/release-admins.");

    [Fact]
    public void Only_what_needs_a_deployer_is_confirmed_anew()
    {
        Policy.NeedsConfirmation(AccessAction.Deploy, Production).ShouldBeTrue();
        Policy.NeedsConfirmation(AccessAction.Deploy, Integration).ShouldBeFalse();
        Policy.NeedsConfirmation(AccessAction.Deploy, Beside).ShouldBeFalse();
        Policy.NeedsConfirmation(AccessAction.Read, null).ShouldBeFalse();
    }

    [Fact]
    public void The_highest_role_counts_and_a_deployers_environments_add_up()
    {
        static RoleGrant Grant(Role role, params EnvironmentName[] where) => new("example", "team", role, where);

        RoleMapping.Combine([]).Role.ShouldBeNull();
        RoleMapping.Combine([Grant(Role.Deployer, Staging), Grant(Role.Developer), Grant(Role.Deployer, Production)])
            .ShouldSatisfyAllConditions(both => both.Role.ShouldBe(Role.Deployer), both => both.Environments.ShouldBe([Staging, Production]));
        RoleMapping.Combine([Grant(Role.Deployer, Staging), Grant(Role.Deployer)]).Environments.ShouldBeEmpty("one of them is everywhere");
        RoleMapping.Combine([Grant(Role.Admin), Grant(Role.Deployer, Staging)])
            .ShouldSatisfyAllConditions(both => both.Role.ShouldBe(Role.Admin), both => both.Environments.ShouldBeEmpty());
    }

    [Theory]
    [InlineData(TokenScopes.Admin | TokenScopes.Read, "staging", null, true)]
    [InlineData(TokenScopes.Admin | TokenScopes.Deploy, "staging", null, false)]
    [InlineData(TokenScopes.Read, "production", null, false)]
    [InlineData(TokenScopes.Read, "", null, false)]
    [InlineData(TokenScopes.Read, "staging", 2, false)]
    [InlineData(TokenScopes.Read, "staging", 0, false)]
    public void A_machine_hands_out_no_more_than_it_has(TokenScopes scopes, string environment, int? days, bool allowed)
    {
        var now = DateTimeOffset.UnixEpoch;
        var machine = Actor.Machine("ci", TokenScopes.Admin | TokenScopes.Read, [Staging]) with { Until = days is null ? null : now.AddDays(1) };
        var until = days is null or 0 ? (DateTimeOffset?)null : now.AddDays(days.Value);

        Policy.DecideGrant(machine, scopes, environment.Length == 0 ? [] : [EnvironmentName.Parse(environment)], until).Allowed.ShouldBe(allowed);
    }
}
