using System.Globalization;
using Release.Tests.Support.Board;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

/// <summary>Contracts §12.</summary>
public sealed class TimeInWordsTests
{
    // A Sunday.
    private static readonly DateTimeOffset Now = Boards.Now;

    [Theory]
    [InlineData("2026-11-22T09:27:00Z", "9:27am today")]
    [InlineData("2026-11-21T14:27:00Z", "2:27pm yesterday")]
    [InlineData("2026-11-18T14:27:00Z", "2:27pm on Wednesday")]
    [InlineData("2026-11-15T14:27:00Z", "2:27pm on 15 Nov")]
    [InlineData("2026-01-29T14:27:00Z", "2:27pm on 29 Jan")]
    [InlineData("2025-01-29T00:05:00Z", "12:05am on 29 Jan 2025")]
    public void A_time_is_said_as_people_say_it(string at, string words) =>
        TimeInWords.Of(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Now, TimeZoneInfo.Utc).ShouldBe(words);

    [Theory]
    [InlineData(30, "just now")]
    [InlineData(12 * 60, "12 min")]
    [InlineData(3 * 3600, "3 h")]
    [InlineData(5 * 86400, "5 days")]
    public void An_age_has_one_unit(int seconds, string words) => TimeInWords.Age(Now.AddSeconds(-seconds), Now).ShouldBe(words);

    [Theory]
    [InlineData(0.4, "0.4 s")]
    [InlineData(42, "42 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7800, "2 h 10 min")]
    public void A_length_has_two_units(double seconds, string words) => TimeInWords.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(words);
}
