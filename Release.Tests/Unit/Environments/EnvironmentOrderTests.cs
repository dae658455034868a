using Release.Core.Environments;

namespace Release.Tests.Unit.Environments;

public sealed class EnvironmentOrderTests
{
    private static readonly EnvironmentOrder Order = new(
    [
        new(EnvironmentName.Parse("integration")),
        new(EnvironmentName.Parse("staging")),
        new(EnvironmentName.Parse("test"), PromotesOnward: false),
        new(EnvironmentName.Parse("production")),
    ]);

    [Theory]
    [InlineData("integration", "staging")]
    [InlineData("staging", "production")]
    [InlineData("production", null)]
    [InlineData("test", null)]
    [InlineData("elsewhere", null)]
    public void The_next_environment_follows_the_chain(string name, string? next) =>
        (Order.Next(EnvironmentName.Parse(name))?.Name.Value).ShouldBe(next);

    [Fact]
    public void No_environment_or_the_same_twice_is_refused()
    {
        Should.Throw<ArgumentException>(() => new EnvironmentOrder([]));
        Should.Throw<ArgumentException>(() => new EnvironmentOrder([Order.First, Order.First])).Message.ShouldContain("integration");
    }
}
