using System.Globalization;
using Release.Core.Applications;

namespace Release.Web.Components.Shared;

/// <summary>How far the versions of two neighbouring environments are apart.</summary>
/// <param name="Text">The number of versions, or <c>≠</c> when versions are not numbered.</param>
/// <param name="Words">The same in a sentence.</param>
public sealed record GapView(string Text, string Words)
{
    /// <summary>Null when both have the same version, or one has none.</summary>
    public static GapView? Between(string fromName, ImageTag? from, string toName, ImageTag? to)
    {
        if (from is null || to is null || from == to)
        {
            return null;
        }

        if (NumberOf(from) is not { } ahead || NumberOf(to) is not { } behind)
        {
            return new GapView("≠", $"{toName} and {fromName} differ");
        }

        var apart = Math.Abs(ahead - behind);
        var side = ahead > behind ? "behind" : "ahead of";
        return new GapView(apart.ToString(CultureInfo.InvariantCulture), $"{toName} is {apart} {(apart == 1 ? "version" : "versions")} {side} {fromName}");
    }

    private static long? NumberOf(ImageTag version) =>
        version.Value.Length <= 9 && version.Value[0] == 'v' && long.TryParse(version.Value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
