using System.Text.RegularExpressions;

namespace Release.Integrations.Git;

/// <summary>Which texts YAML readers (1.1 and 1.2, Helm's among them) do not take for a string unless they are quoted.</summary>
internal static partial class PlainScalar
{
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>True for numbers, dates, booleans and null, all of which are possible image tags: <c>20</c>, <c>1e3</c>, <c>0123</c>, <c>no</c>.</summary>
    public static bool NeedsQuotes(string text) => IsNull(text) || Word().IsMatch(text) || Date().IsMatch(text) || Number().IsMatch(text.Replace("_", "", StringComparison.Ordinal));

    [GeneratedRegex(@"\A(y|yes|n|no|true|false|on|off|null|nan|inf|infinity|~|\.nan|\.inf)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"\A([0-9]*\.?[0-9]*([eE][-+]?[0-9]*)?|[0-9]+(\.[0-9]*)+|0[xX][0-9a-fA-F]*([pP.].*)?|0[oO][0-7]*|0[bB][01]*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
