using Release.Integrations.ConfigRepository;
using Release.Integrations.GitHub.Webhooks;

namespace Release.Tests.Unit.Webhooks;

public sealed class ConfigRepositorySourceTests
{
    [Theory]
    [InlineData("https://github.com/alphagov/govuk-helm-charts", true)]
    [InlineData("https://github.com/alphagov/govuk-helm-charts.git", true)]
    [InlineData("https://user:word@github.example:8443/alphagov/govuk-helm-charts.git/", true)]
    [InlineData("ssh://git@github.com/AlphaGov/Govuk-Helm-Charts.git", true)]
    [InlineData("git@github.com:alphagov/govuk-helm-charts.git", true)]
    [InlineData("https://github.com/alphagov/other", false)]
    [InlineData("/var/lib/alphagov/govuk-helm-charts", false)]
    [InlineData("file:///var/lib/alphagov/govuk-helm-charts", false)]
    [InlineData("", false)]
    public void It_is_known_by_its_git_address(string url, bool isFollowed)
    {
        var source = new ConfigRepositorySource(new ConfigRepositoryOptions { Url = url });

        source.IsFollowed("alphagov/govuk-helm-charts", "main").ShouldBe(isFollowed);
        source.IsFollowed("alphagov/govuk-helm-charts", "side").ShouldBeFalse();
    }

    [Fact]
    public void Through_GitHubs_API_it_has_no_address_and_is_known_by_its_name()
    {
        var source = new ConfigRepositorySource(new ConfigRepositoryOptions { Via = ConfigRepositoryAccess.GitHub, Repository = "AlphaGov/govuk-helm-charts", Branch = "live" });

        source.IsFollowed("alphagov/govuk-helm-charts", "live").ShouldBeTrue();
        source.IsFollowed("alphagov/govuk-helm-charts", "main").ShouldBeFalse();
        source.IsFollowed("alphagov/other", "live").ShouldBeFalse();
    }
}
