using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Release.Core.Access;
using Release.Data;
using Release.Tests.Support;
using Release.Web;
using Release.Web.Options;

namespace Release.Tests.Integration.Endpoints;

/// <summary>What is configured about sign-in: read in its short forms too, and refused at start with the field and the remedy.</summary>
public sealed class SignInRulesTests
{
    private const string Roles = "Release:Authentication:Roles";

    [Theory]
    [InlineData("alphagov:gov-uk", "", "alphagov", "gov-uk")]
    [InlineData("alphagov/gov-uk", "", "alphagov", "gov-uk")]
    [InlineData("alphagov", "gov-uk", "alphagov", "gov-uk")]
    [InlineData("alphagov", "", "alphagov", null)]
    public void A_team_is_named_in_one_or_in_two(string organisation, string team, string wantedOrganisation, string? wantedTeam)
    {
        var grant = Mapping(($"{Roles}:0:Organisation", organisation), ($"{Roles}:0:Team", team), ($"{Roles}:0:Role", "developer")).Grants.ShouldHaveSingleItem();

        (grant.Organisation, grant.Team, grant.Role).ShouldBe((wantedOrganisation, wantedTeam, Role.Developer));
    }

    [Fact]
    public void A_deployers_environments_are_read()
    {
        var grant = Mapping(($"{Roles}:0:Organisation", "example:deploy"), ($"{Roles}:0:Role", "Deployer"), ($"{Roles}:0:Environments:0", "staging")).Grants.ShouldHaveSingleItem();

        grant.Environments.Select(environment => environment.Value).ShouldBe(["staging"]);
    }

    [Theory]
    [InlineData("Roles:0:Organisation", "Roles:0:Organisation=not a name", "Roles:0:Role=Admin")]
    [InlineData("Roles:0:Organisation", "Roles:0:Role=Admin")]
    [InlineData("Roles:0:Team", "Roles:0:Organisation=example:no/slug", "Roles:0:Role=Admin")]
    [InlineData("Roles:0:Role 'Boss'", "Roles:0:Organisation=example", "Roles:0:Role=Boss")]
    [InlineData("Roles:0:Role '3'", "Roles:0:Organisation=example", "Roles:0:Role=3")]
    [InlineData("Roles:0:Role ''", "Roles:0:Organisation=example")]
    [InlineData("only for the role Deployer", "Roles:0:Organisation=example", "Roles:0:Role=Developer", "Roles:0:Environments:0=staging")]
    [InlineData("has 'nowhere'", "Roles:0:Organisation=example", "Roles:0:Role=Deployer", "Roles:0:Environments:0=nowhere")]
    [InlineData("GitHub:ClientSecret is empty", "GitHub:ClientId=id")]
    [InlineData("SessionLength", "SessionLength=00:00:00")]
    [InlineData("Grace", "Grace=-01:00:00")]
    [InlineData("FailuresPerMinute", "FailuresPerMinute=0")]
    [InlineData("KeyCertificate", "KeyCertificate=/no/such.pfx")]
    [InlineData("RecheckEvery", "RecheckEvery=soon")]
    public void What_cannot_be_right_is_refused_and_names_the_option(string named, params string[] settings)
    {
        using var directory = new TemporaryDirectory();

        var refusal = Should.Throw<StartupRefusedException>(() => Program.Build(
            ["--urls=http://127.0.0.1:0", $"--Release:DataDirectory={directory.Path}", .. settings.Select(setting => $"--Release:Authentication:{setting}")],
            builder => builder.Logging.ClearProviders()));

        refusal.Message.ShouldContain(named);
    }

    [Theory]
    [InlineData("Release:Authentication:GitHub:ClientId")]
    [InlineData("Release:Authentication:Roles is empty", "--Release:Authentication:GitHub:ClientId=id", "--Release:Authentication:GitHub:ClientSecret=secret")]
    [InlineData("Release:GitHub:Token", "--Release:Authentication:GitHub:ClientId=id", "--Release:Authentication:GitHub:ClientSecret=secret", "--Release:Authentication:Roles:0:Organisation=example", "--Release:Authentication:Roles:0:Role=Admin")]
    public void Live_mode_without_sign_in_says_what_is_missing(string named, params string[] settings)
    {
        using var directory = new TemporaryDirectory();

        var refusal = Should.Throw<StartupRefusedException>(() => Program.Build(
            ["--urls=http://127.0.0.1:0", $"--Release:DataDirectory={directory.Path}", "--Release:Mode=Live", .. settings]));

        refusal.Message.ShouldContain(named);
    }

    private static RoleMapping Mapping(params (string Key, string Value)[] settings) => SignInRules.Mapping(
        SignInRules.Read(new ConfigurationBuilder().AddInMemoryForTests(settings).Build()), Access.AuthorisationDocument.Order);
}
