using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Release.Core.Applications;

/// <summary>
/// A version: the tag of a container image, for example <c>v1367</c>, a commit SHA or a branch name's image.
/// The OCI distribution specification's shape (<c>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}</c>) less what git forbids
/// in a branch name, because the tag becomes part of one (contracts §4).
/// </summary>
public sealed partial record ImageTag
{
    public const int MaxLength = 128;

    private ImageTag(string value) => Value = value;

    public string Value { get; }

    /// <summary>The number of a release tag such as <c>v1367</c>; null for every other version.</summary>
    public long? ReleaseNumber =>
        Value.Length > 1 && Value[0] == 'v' && long.TryParse(Value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageTag? tag)
    {
        tag = text is { Length: > 0 and <= MaxLength } && Pattern().IsMatch(text) && GitReference.IsSafeSegment(text)
            ? new ImageTag(text)
            : null;
        return tag is not null;
    }

    /// <exception cref="FormatException">The text is not an image tag.</exception>
    public static ImageTag Parse(string? text) =>
        TryParse(text, out var tag) ? tag : throw new FormatException($"'{text}' is not a version. {Rule}");

    public const string Rule = "It is an image tag: letters, digits, '_', '.' and '-', at most 128 characters, for example v1367.";

    /// <summary>The tag of an image name: what follows the last ':' after the last '/', without a digest (contracts §8).</summary>
    public static ImageTag? OfImage(string? image)
    {
        if (string.IsNullOrEmpty(image))
        {
            return null;
        }

        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') && TryParse(name[(colon + 1)..], out var tag) ? tag : null;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>Shortens versions in the middle, so that both ends stay visible.</summary>
public static class VersionText
{
    public const int ShortLength = 14;

    /// <summary><c>9f83e630e631c65c5b405cc32d23020a673339f4</c> → <c>9f83e63…3339f4</c>.</summary>
    public static string Short(string version, int length = ShortLength)
    {
        if (version.Length <= length)
        {
            return version;
        }

        var head = length / 2;
        return string.Concat(version.AsSpan(0, head), "…", version.AsSpan(version.Length - (length - head - 1)));
    }

    public static string Short(this ImageTag version) => Short(version.Value);
}

/// <summary>What git forbids in a segment of a reference beyond our own patterns (git-check-ref-format).</summary>
internal static class GitReference
{
    public static bool IsSafeSegment(string text) =>
        !text.Contains("..", StringComparison.Ordinal)
        && !text.EndsWith('.')
        && !text.EndsWith(".lock", StringComparison.OrdinalIgnoreCase);
}
