using System.Text;
using System.Text.RegularExpressions;

namespace Release.Integrations.ConfigRepository;

/// <summary>A file's text, with what an edit must preserve: line endings and byte order mark.</summary>
/// <param name="Text">Without a byte order mark.</param>
/// <param name="HasByteOrderMark">Whether the file begins with one.</param>
internal sealed record ImageTagText(string Text, bool HasByteOrderMark)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The line ending of the first line; <c>\n</c> if there is none.</summary>
    public string NewLine
    {
        get
        {
            var first = Text.IndexOf('\n', StringComparison.Ordinal);
            return first > 0 && Text[first - 1] == '\r' ? "\r\n" : "\n";
        }
    }

    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static ImageTagText Decode(ReadOnlySpan<byte> bytes)
    {
        var hasMark = bytes.StartsWith(Encoding.UTF8.Preamble);
        return new ImageTagText(StrictUtf8.GetString(hasMark ? bytes[Encoding.UTF8.Preamble.Length..] : bytes), hasMark);
    }

    public byte[] Encode() => HasByteOrderMark ? [.. Encoding.UTF8.Preamble, .. StrictUtf8.GetBytes(Text)] : StrictUtf8.GetBytes(Text);

    public ImageTagText Replace(int start, int end, string text) => this with { Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(end)) };

    /// <summary>Appends a line. The file ends with a line ending if it did before, or if it was empty.</summary>
    public ImageTagText Append(string line)
    {
        if (Text.Length == 0)
        {
            return this with { Text = line + NewLine };
        }

        return this with { Text = Text.EndsWith('\n') ? Text + line + NewLine : Text + NewLine + line };
    }
}

/// <summary>Recognises texts that YAML parsers (1.1 and 1.2, including Helm's) do not read as strings unless they are quoted.</summary>
internal static partial class PlainScalar
{
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>
    /// True for numbers, dates, booleans and null, all of which are possible image tags: <c>20</c>, <c>1e3</c>, <c>0123</c>,
    /// <c>no</c>.
    /// </summary>
    public static bool NeedsQuotes(string text) => IsNull(text) || Word().IsMatch(text) || Date().IsMatch(text) || Number().IsMatch(text.Replace("_", "", StringComparison.Ordinal));

    [GeneratedRegex(@"\A(y|yes|n|no|true|false|on|off|null|nan|inf|infinity|~|\.nan|\.inf)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"\A([0-9]*\.?[0-9]*([eE][-+]?[0-9]*)?|[0-9]+(\.[0-9]*)+|0[xX][0-9a-fA-F]*([pP.].*)?|0[oO][0-7]*|0[bB][01]*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
