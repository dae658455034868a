using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Release.Sandbox.Git.Configuration;

/// <summary>
/// One image-tag file as the app-config chart reads it. An empty or unreadable file has no tag: the chart renders no Application for it.
/// A missing flag, and one that is neither true nor "true", means false.
/// </summary>
/// <param name="Tag">The image tag; null when the file has none.</param>
/// <param name="Error">Why the file cannot be read; null when it can.</param>
internal sealed record ImageTagFile(string? Tag, bool AutomaticDeploysEnabled, bool PromoteDeployment, string? Error = null)
{
    public static readonly ImageTagFile Empty = new(null, false, false);

    public static ImageTagFile Parse(byte[] content)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(Encoding.UTF8.GetString(content).TrimStart('\uFEFF')));
            return yaml.Documents.Count == 0 ? Empty : Parse(yaml.Documents[0].RootNode);
        }
        catch (YamlException exception)
        {
            return Empty with { Error = $"error converting YAML to JSON: yaml: line {exception.Start.Line}: {exception.Message}" };
        }
    }

    private static ImageTagFile Parse(YamlNode root) => root switch
    {
        YamlScalarNode { Value.Length: > 0 } bare => new ImageTagFile(bare.Value, false, false),
        YamlMappingNode keys => new ImageTagFile(
            Text(keys, "image_tag") is { Length: > 0 } tag ? tag : null,
            IsTrue(Text(keys, "automatic_deploys_enabled")),
            IsTrue(Text(keys, "promote_deployment"))),
        _ => Empty,
    };

    private static string? Text(YamlMappingNode keys, string name) =>
        keys.Children.TryGetValue(new YamlScalarNode(name), out var node) ? (node as YamlScalarNode)?.Value?.Trim() : null;

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
