using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Release.Integrations.ConfigRepository;

/// <summary>The positions of an image-tag file's parts in its text, from a YAML parser.</summary>
/// <param name="Shape">How the file is built.</param>
/// <param name="Problem">For <see cref="ImageTagShape.Other"/>: why, in a sentence.</param>
/// <param name="Bare">The version of a bare file.</param>
/// <param name="Entries">The keys in order with their values; null for a value that is not a scalar.</param>
/// <param name="AppendProblem">Why no key can be appended; null if one can.</param>
internal sealed record ImageTagLayout(
    ImageTagShape Shape,
    string? Problem,
    Scalar? Bare,
    IReadOnlyList<KeyValuePair<Scalar, Scalar?>> Entries,
    string? AppendProblem)
{
    // Real files have about 80 bytes; this limit keeps the parser from working on a wrong file for minutes.
    private const int MaxLength = 256 * 1024;

    /// <summary>The zero-based column at which the keys begin.</summary>
    public int Indent => Entries.Count == 0 ? 0 : (int)Entries[0].Key.Start.Column - 1;

    public static ImageTagLayout Of(string text)
    {
        if (text.Length > MaxLength)
        {
            return Other("It is too long to be an image-tag file.");
        }

        try
        {
            return Read(new Parser(new StringReader(text)));
        }
        catch (YamlException exception)
        {
            return Other($"It is not YAML (line {exception.Start.Line}): {exception.Message}");
        }
    }

    public static ImageTagLayout Other(string problem) => new(ImageTagShape.Other, problem, null, [], problem);

    public KeyValuePair<Scalar, Scalar?>? Find(string key) =>
        Entries.Where(entry => entry.Key.Value == key).Cast<KeyValuePair<Scalar, Scalar?>?>().FirstOrDefault();

    private static ImageTagLayout Read(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return new ImageTagLayout(ImageTagShape.Empty, null, null, [], null);
        }

        parser.Consume<DocumentStart>();
        var layout = ReadRoot(parser);
        if (layout.Shape == ImageTagShape.Other)
        {
            return layout;
        }

        var end = parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
        {
            return Other("It has more than one YAML document.");
        }

        return end.IsImplicit ? layout : layout with { AppendProblem = "A key is missing, and none can be added after the end mark '...'." };
    }

    private static ImageTagLayout ReadRoot(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var bare))
        {
            return bare is { Value: "", Style: ScalarStyle.Plain }
                ? new ImageTagLayout(ImageTagShape.Empty, null, null, [], null)
                : new ImageTagLayout(ImageTagShape.Bare, null, bare, [], null);
        }

        return parser.TryConsume<MappingStart>(out var mapping)
            ? ReadKeys(parser, mapping)
            : Other("It has neither keys nor a version.");
    }

    private static ImageTagLayout ReadKeys(Parser parser, MappingStart mapping)
    {
        var entries = new List<KeyValuePair<Scalar, Scalar?>>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                return Other("One of its keys is not a simple word.");
            }

            if (entries.Exists(entry => entry.Key.Value == key.Value))
            {
                return Other($"It has the key '{key.Value}' twice.");
            }

            if (!parser.TryConsume<Scalar>(out var value))
            {
                parser.SkipThisAndNestedEvents();
            }

            entries.Add(new(key, value));
        }

        var appendProblem = mapping.Style == MappingStyle.Flow ? "A key is missing, and none can be added between braces." : null;
        return new ImageTagLayout(ImageTagShape.Keys, null, null, entries, appendProblem);
    }
}

/// <summary>How an image-tag file is built.</summary>
internal enum ImageTagShape
{
    /// <summary>Only white space and comments.</summary>
    Empty,

    /// <summary>The version alone, as old files have it.</summary>
    Bare,

    /// <summary>Keys and values.</summary>
    Keys,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>The keys of an image-tag file (contracts §4).</summary>
internal static class ImageTagKeys
{
    public const string ImageTag = "image_tag";
    public const string AutomaticDeploysEnabled = "automatic_deploys_enabled";
    public const string PromoteDeployment = "promote_deployment";

    public static readonly string[] All = [ImageTag, AutomaticDeploysEnabled, PromoteDeployment];
}
