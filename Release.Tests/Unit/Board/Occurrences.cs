namespace Release.Tests.Unit.Board;

internal static class Occurrences
{
    /// <summary>Whether a text has a line exactly so often.</summary>
    public static void ShouldContain(this string text, string line, int times) =>
        text.Split('\n').Count(found => found == line).ShouldBe(times, text);
}
