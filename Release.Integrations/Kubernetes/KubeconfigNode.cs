using System.Text;
using YamlDotNet.RepresentationModel;

namespace Release.Integrations.Kubernetes;

/// <summary>One mapping of a kubeconfig, with the folder that its relative paths start from.</summary>
/// <param name="Owner">What it is, for messages, for example <c>user 'me'</c>.</param>
internal sealed record KubeconfigNode(YamlMappingNode Node, string Folder, string Owner)
{
    public IEnumerable<string> Keys => Node.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "");

    public YamlNode? Child(string key) => Node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    public KubeconfigNode? Mapping(string key) => Child(key) is YamlMappingNode node ? new KubeconfigNode(node, Folder, $"{Owner}'s {key}") : null;

    /// <summary>Null when it is missing, null or empty.</summary>
    public string? Text(string key) =>
        Child(key) is YamlScalarNode { Value: { Length: > 0 } value } scalar && !(scalar.Style is YamlDotNet.Core.ScalarStyle.Plain && value is "null" or "~") ? value : null;

    public bool IsTrue(string key) => string.Equals(Text(key), "true", StringComparison.OrdinalIgnoreCase);

    public string? FullPath(string key) => Text(key) is { } path ? Path.GetFullPath(path, Folder) : null;

    /// <summary>Of a field that holds base64 of text.</summary>
    public string? Decoded(string key)
    {
        try
        {
            return Text(key) is { } base64 ? Encoding.UTF8.GetString(Convert.FromBase64String(base64)) : null;
        }
        catch (FormatException)
        {
            throw new KubeconfigException($"The field {key} of the kubeconfig's {Owner} is not base64.");
        }
    }

    /// <summary>A field with <c>-data</c> wins over the path beside it.</summary>
    public PemSource? Pem(string key)
    {
        var (data, path) = (Decoded(key + "-data"), FullPath(key));
        return (data ?? path) is null ? null : new PemSource(key, data, data is null ? path : null);
    }

    /// <exception cref="KubeconfigException">It has a field that is not known: it may change who one is or whom one trusts.</exception>
    public void RefuseUnknown(params ReadOnlySpan<string> known)
    {
        foreach (var key in Keys)
        {
            if (!known.Contains(key))
            {
                throw new KubeconfigException(
                    $"The kubeconfig's {Owner} has the field '{key}', which is not supported. Use one of: {string.Join(", ", known.ToArray().Where(name => name != "extensions"))}.");
            }
        }
    }
}
