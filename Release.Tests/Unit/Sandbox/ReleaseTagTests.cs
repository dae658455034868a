using Release.Sandbox.Git.Configuration;

namespace Release.Tests.Unit.Sandbox;

public sealed class ReleaseTagTests
{
    [Theory]
    [InlineData("v7", 7L)]
    [InlineData("v007", null)]
    [InlineData("v", null)]
    [InlineData("v1.2", null)]
    [InlineData("v99999999999999999999", null)]
    [InlineData("7", null)]
    [InlineData(null, null)]
    public void A_release_is_v_and_a_number_without_leading_zeros(string? tag, long? number) => ReleaseTag.NumberOf(tag).ShouldBe(number);
}
