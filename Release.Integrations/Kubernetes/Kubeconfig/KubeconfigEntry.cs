using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Release.Integrations.Kubernetes.Kubeconfig;

/// <summary>One cluster, user or context of a kubeconfig, with the folder to which its paths are relative.</summary>
/// <param name="Owner">What it is, for messages, for example <c>user 'me'</c>.</param>
internal sealed record KubeconfigEntry(YamlMappingNode Node, string Folder, string Owner)
{
    private static readonly ISerializer Text = new SerializerBuilder().Build();

    /// <summary>Not <c>k8s.KubernetesYaml</c>, which loads every model of Kubernetes first: half a second and 44 MB.</summary>
    private static readonly IDeserializer Model = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).WithAttemptingUnquotedStringTypeDeserialization().IgnoreUnmatchedProperties().Build();

    public string Yaml => Text.Serialize(Node);

    public YamlNode? Child(string field) => Node.Children.TryGetValue(new YamlScalarNode(field), out var child) ? child : null;

    /// <summary>A field that KubernetesClient's model does not have; null if it is missing, null or empty.</summary>
    public string? Value(string field) =>
        Child(field) is YamlScalarNode { Value: { Length: > 0 } value } scalar && !(scalar.Style is ScalarStyle.Plain && value is "null" or "~") ? value : null;

    /// <summary>The entry as KubernetesClient's model.</summary>
    /// <exception cref="KubeconfigException">The entry has an unknown field, which could change identity or trust.</exception>
    public T Read<T>(params ReadOnlySpan<string> known)
        where T : new()
    {
        foreach (var field in Node.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? ""))
        {
            if (!known.Contains(field))
            {
                throw new KubeconfigException(
                    $"The kubeconfig's {Owner} has the field '{field}', which is not supported. Use one of: {string.Join(", ", known.ToArray().Where(name => name != "extensions"))}.");
            }
        }

        try
        {
            return Model.Deserialize<T>(Yaml) ?? new T();
        }
        catch (YamlException)
        {
            // The message does not quote the value, because it may be a token.
            throw new KubeconfigException($"The kubeconfig's {Owner} has a field with a value of the wrong type.");
        }
    }

    public override string ToString() => Owner;

    public string? FullPath(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path, Folder);

    /// <summary>The base64 field with <c>-data</c> takes precedence over the path.</summary>
    public PemSource? Pem(string field, string? data, string? path)
    {
        try
        {
            return !string.IsNullOrEmpty(data) ? new PemSource(field, Encoding.UTF8.GetString(Convert.FromBase64String(data)), null)
                : FullPath(path) is { } full ? new PemSource(field, null, full)
                : null;
        }
        catch (FormatException)
        {
            throw new KubeconfigException($"The field {field}-data of the kubeconfig's {Owner} is not base64.");
        }
    }
}
