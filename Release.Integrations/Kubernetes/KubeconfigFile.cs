using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// A kubeconfig (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files"). Fields that change who one is or
/// whom one trusts and are not known here are errors, never passed over.
/// </summary>
internal sealed class KubeconfigFile
{
    private static readonly HashSet<string> ClusterFields =
        ["server", "certificate-authority", "certificate-authority-data", "disable-compression", "extensions"];

    private static readonly HashSet<string> UserFields = ["token", "tokenFile", "extensions"];

    private readonly string _folder;
    private readonly Dictionary<string, YamlMappingNode> _clusters;
    private readonly Dictionary<string, YamlMappingNode> _users;
    private readonly Dictionary<string, YamlMappingNode> _contexts;

    private KubeconfigFile(YamlMappingNode root, string folder)
    {
        _folder = folder;
        _clusters = Named(root, "clusters", "cluster");
        _users = Named(root, "users", "user");
        _contexts = Named(root, "contexts", "context");
    }

    public IReadOnlyCollection<string> Contexts => _contexts.Keys;

    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">The file's folder: relative paths in it start there.</param>
    /// <exception cref="KubeconfigException">It is not a kubeconfig.</exception>
    public static KubeconfigFile Parse(string yaml, string folder)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            // Only where, not what: the text around it may be a token.
            throw new KubeconfigException($"The kubeconfig is not YAML (line {exception.Start.Line}).");
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..]
            ? new KubeconfigFile(root, folder)
            : throw new KubeconfigException("The kubeconfig is empty.");
    }

    /// <exception cref="KubeconfigException">There is no such context, or something in it cannot be used.</exception>
    public KubeconfigContext Context(string name)
    {
        var context = Find(_contexts, name, "context");
        var clusterName = Text(context, "cluster") ?? throw new KubeconfigException($"The kubeconfig's context '{name}' names no cluster.");
        var cluster = Find(_clusters, clusterName, "cluster");
        var userName = Text(context, "user");
        var user = userName is null ? [] : Find(_users, userName, "user");
        RefuseUnknown(cluster, ClusterFields, $"cluster '{clusterName}'");
        RefuseUnknown(user, UserFields, $"user '{userName}'");
        return new KubeconfigContext(
            name,
            Server(cluster, clusterName),
            FullPath(Text(cluster, "certificate-authority")),
            Decoded(Text(cluster, "certificate-authority-data"), clusterName),
            Text(user, "token"),
            FullPath(Text(user, "tokenFile")));
    }

    private static Uri Server(YamlMappingNode cluster, string name)
    {
        var field = $"server of the kubeconfig's cluster '{name}'";
        if (!Uri.TryCreate(Text(cluster, "server"), UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
        {
            throw new KubeconfigException($"The field {field} is not an http or https address.");
        }

        // Without TLS anybody on the way could read the token and answer in the cluster's name.
        return server.Scheme == "https" || server.IsLoopback
            ? server
            : throw new KubeconfigException($"The field {field} must be https: http is only for addresses of this machine.");
    }

    private static void RefuseUnknown(YamlMappingNode node, HashSet<string> known, string owner)
    {
        foreach (var key in node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "").Where(key => !known.Contains(key)))
        {
            if (key == "insecure-skip-tls-verify" && !IsTrue(Text(node, key)))
            {
                continue;
            }

            throw new KubeconfigException(key == "insecure-skip-tls-verify"
                ? $"The kubeconfig's {owner} has insecure-skip-tls-verify: certificates are always verified. Put the cluster's certificate authority there instead."
                : $"The kubeconfig's {owner} has the field '{key}', which is not supported yet. Use one of: {string.Join(", ", known.Except(["extensions"]))}.");
        }
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static string? Decoded(string? base64, string clusterName)
    {
        try
        {
            return base64 is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new KubeconfigException($"The field certificate-authority-data of the kubeconfig's cluster '{clusterName}' is not base64.");
        }
    }

    private string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path, _folder);

    private static YamlMappingNode Find(Dictionary<string, YamlMappingNode> named, string name, string kind) =>
        named.GetValueOrDefault(name)
        ?? throw new KubeconfigException($"The kubeconfig has no {kind} '{name}'; it has: {(named.Count == 0 ? "none" : string.Join(", ", named.Keys))}.");

    private static Dictionary<string, YamlMappingNode> Named(YamlMappingNode root, string list, string part)
    {
        var named = new Dictionary<string, YamlMappingNode>(StringComparer.Ordinal);
        if (Child(root, list) is YamlSequenceNode entries)
        {
            foreach (var entry in entries.OfType<YamlMappingNode>())
            {
                if (Text(entry, "name") is { } name)
                {
                    // Of two with the same name the first counts, as in kubectl's merging.
                    named.TryAdd(name, Child(entry, part) as YamlMappingNode ?? []);
                }
            }
        }

        return named;
    }

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string key) =>
        Child(node, key) is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;
}
