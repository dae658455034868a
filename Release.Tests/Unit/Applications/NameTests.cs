using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Tests.Unit.Applications;

public sealed class NameTests
{
    [Theory]
    [InlineData("publisher")]
    [InlineData("content-data-api")]
    [InlineData("search-api-v2")]
    [InlineData("A_b.c-1")]
    public void An_application_name_is_read(string text) => ApplicationName.Parse(text).Value.ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../etc/passwd")]
    [InlineData("a..b")]
    [InlineData("a.lock")]
    [InlineData("-rf")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a;rm")]
    [InlineData("ä")]
    public void What_could_harm_a_path_a_branch_or_a_shell_is_no_application_name(string? text)
    {
        ApplicationName.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => ApplicationName.Parse(text)).Message.ShouldContain(ApplicationName.Rule);
    }

    [Fact]
    public void A_name_has_at_most_100_characters()
    {
        ApplicationName.TryParse(new string('a', 100), out _).ShouldBeTrue();
        ApplicationName.TryParse(new string('a', 101), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("alphagov/publisher", "publisher")]
    [InlineData("publisher", "publisher")]
    [InlineData("https://github.com/alphagov/govuk-chat", "govuk-chat")]
    public void A_repository_names_its_application_by_the_last_segment(string repository, string expected)
    {
        ApplicationName.TryFromRepository(repository, out var name).ShouldBeTrue();
        name.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("content-data-api", "Content Data API")]
    [InlineData("publisher", "Publisher")]
    [InlineData("search-api-v2", "Search API V2")]
    public void A_display_name_is_made_of_the_short_name(string name, string expected) =>
        ApplicationDisplayName.Of(ApplicationName.Parse(name)).ShouldBe(expected);

    [Theory]
    [InlineData("v1367")]
    [InlineData("1")]
    [InlineData("latest")]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData("release-0123456789abcdef0123456789abcdef01234567")]
    [InlineData("v1-on-pg")]
    public void Every_shape_of_version_in_the_real_history_is_read(string text) => ImageTag.Parse(text).Value.ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("--upload-pack=x")]
    [InlineData("v1.lock")]
    public void What_git_or_a_registry_forbids_is_no_version(string text) => ImageTag.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("ghcr.io/alphagov/publisher:v1367", "v1367")]
    [InlineData("localhost:5000/publisher:v1", "v1")]
    [InlineData("localhost:5000/publisher", null)]
    [InlineData("ghcr.io/alphagov/publisher:v1@sha256:abc", "v1")]
    [InlineData("ghcr.io/alphagov/publisher@sha256:abc", null)]
    [InlineData("publisher", null)]
    [InlineData(null, null)]
    public void A_tag_is_found_in_an_image(string? image, string? expected) =>
        (ImageTag.OfImage(image)?.Value).ShouldBe(expected);

    [Theory]
    [InlineData("integration", true)]
    [InlineData("test-2", true)]
    [InlineData("Integration", false)]
    [InlineData("-x", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void An_environment_name_is_checked(string text, bool valid) => EnvironmentName.TryParse(text, out _).ShouldBe(valid);
}
