using Release.Core.Applications;
using Release.Integrations.Engine;

namespace Release.Tests.Unit.Engine;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("ghcr.io/alphagov/publisher:v1", "ghcr.io/alphagov/publisher:v2")]
    [InlineData("registry:5000/alphagov/publisher:v1", "registry:5000/alphagov/publisher:v2")]
    [InlineData("registry:5000/alphagov/publisher", "registry:5000/alphagov/publisher:v2")]
    [InlineData("publisher", "publisher:v2")]
    [InlineData("publisher:v1@sha256:0123456789abcdef", "publisher:v2")]
    [InlineData("registry:5000/publisher@sha256:0123456789abcdef", "registry:5000/publisher:v2")]
    public void The_repository_stays_and_the_tag_changes(string image, string changed) =>
        ImageReference.WithTag(image, ImageTag.Parse("v2")).ShouldBe(changed);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_image_is_none(string? image) => ImageReference.WithTag(image, ImageTag.Parse("v2")).ShouldBeNull();
}
