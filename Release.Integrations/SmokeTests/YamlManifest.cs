using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Reads one Kubernetes manifest in YAML as JSON (YAML 1.2's core schema, as in kubectl). Placeholders are filled after
/// parsing and only in values, so that no value can add a field.
/// </summary>
internal static partial class YamlManifest
{
    /// <summary>Deeper than any real manifest.</summary>
    private const int MaxDepth = 50;

    /// <param name="yaml">The text.</param>
    /// <param name="name">The manifest's name in messages.</param>
    /// <param name="fill">Applied to each text value.</param>
    /// <exception cref="SmokeTestSetupException">The text is not one YAML mapping, or a key has a placeholder.</exception>
    public static JsonObject Read(string yaml, string name, Func<string, string> fill)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            throw new SmokeTestSetupException($"{name} is not YAML (line {exception.Start.Line}): {exception.Message}", exception);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? Mapping(root, new Reading(name, fill), 0)
            : throw new SmokeTestSetupException($"{name} must contain one manifest; it has {stream.Documents.Count} documents or is not a mapping.");
    }

    private static JsonObject Mapping(YamlMappingNode mapping, Reading reading, int depth)
    {
        var read = new JsonObject();
        foreach (var (keyNode, value) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? throw reading.Wrong(keyNode, "a key must be a string");
            if (SmokeTestPlaceholders.Names.Contains(key) && value is YamlScalarNode { Value: "" or null } && mapping.Children.Count == 1)
            {
                throw reading.Wrong(keyNode, $"a placeholder that stands alone needs quotes: \"{{{key}}}\"");
            }

            if (SmokeTestPlaceholders.HasAny(key))
            {
                throw reading.Wrong(keyNode, $"the key '{key}' has a placeholder, which is only allowed in values");
            }

            if (!read.TryAdd(key, Node(value, reading, depth)))
            {
                throw reading.Wrong(keyNode, $"the key '{key}' occurs twice");
            }
        }

        return read;
    }

    private static JsonNode? Node(YamlNode node, Reading reading, int depth) => node switch
    {
        _ when depth > MaxDepth => throw reading.Wrong(node, "it nests too deeply"),
        YamlMappingNode mapping => Mapping(mapping, reading, depth + 1),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(child => Node(child, reading, depth + 1))]),
        YamlScalarNode scalar => Scalar(scalar, reading),
        _ => throw reading.Wrong(node, "it has something other than mappings, lists and values"),
    };

    private static JsonNode? Scalar(YamlScalarNode scalar, Reading reading)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return reading.Fill(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ when Integer().IsMatch(text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            _ when Decimal().IsMatch(text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            _ => reading.Fill(text),
        };
    }

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();

    private sealed record Reading(string Name, Func<string, string> Fill)
    {
        public SmokeTestSetupException Wrong(YamlNode node, string what) => new($"{Name}, line {node.Start.Line}: {what}.");
    }
}

/// <summary>
/// Fills the five placeholders. Other braces stay unchanged, because shells and JSON use them too. Values consist of
/// letters, digits, '-', '_' and '.', so they cannot end a word of a command or a quoted text.
/// </summary>
internal static partial class SmokeTestPlaceholders
{
    public static readonly IReadOnlyList<string> Names = ["application", "environment", "version", "namespace", "run"];

    public static string InWords => string.Join(", ", Names.Select(name => $"{{{name}}}"));

    public static string Fill(string text, SmokeTestRun run) => Placeholder().Replace(text, match => match.Groups["name"].Value switch
    {
        "application" => run.Cell.Application.Value,
        "environment" => run.Cell.Environment.Value,
        "version" => run.Version.Value,
        "namespace" => run.ApplicationNamespace,
        _ => run.Run,
    });

    public static bool HasAny(string text) => Placeholder().IsMatch(text);

    [GeneratedRegex(@"\{(?<name>application|environment|version|namespace|run)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
