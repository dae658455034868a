using Release.Web.Jobs;

namespace Release.Tests.Unit.Jobs;

public sealed class RecurringWorkTests
{
    [Theory]
    [InlineData(0.2, "*/1 * * * * *")]
    [InlineData(20, "*/20 * * * * *")]
    [InlineData(60, "0 */1 * * * *")]
    [InlineData(2400, "0 */40 * * * *")]
    [InlineData(7200, "0 0 */2 * * *")]
    [InlineData(1_000_000, "0 0 */23 * * *")]
    public void A_period_is_a_cron_expression(double seconds, string cron) => RecurringWork.Every(TimeSpan.FromSeconds(seconds)).ShouldBe(cron);
}
