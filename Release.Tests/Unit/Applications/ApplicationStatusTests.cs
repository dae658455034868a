using Release.Core.Applications;

namespace Release.Tests.Unit.Applications;

public sealed class ApplicationStatusTests
{
    [Theory]
    [InlineData("v2", "v2", "v2", "All environments match")]
    [InlineData("v3", "v2", "v2", "Undeployed changes in Integration")]
    [InlineData("v2", "v2", "v1", "Production and Staging not in sync")]
    [InlineData("v3", "v2", "v1", "Production and Staging not in sync")]
    [InlineData(null, "v2", "v2", "All environments match")]
    [InlineData("v3", null, "v2", "Undeployed changes in Integration")]
    [InlineData("v3", null, null, "All environments match")]
    [InlineData(null, null, null, "Nothing deployed")]
    public void The_status_is_in_the_words_and_order_of_the_contract(string? integration, string? staging, string? production, string expected) =>
        ApplicationStatus.InWords([("Integration", Tag(integration)), ("Staging", Tag(staging)), ("Production", Tag(production))]).ShouldBe(expected);

    private static ImageTag? Tag(string? text) => text is null ? null : ImageTag.Parse(text);
}
