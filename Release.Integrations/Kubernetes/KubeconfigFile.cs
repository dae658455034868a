using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// One or several kubeconfig files as one (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files"): of two
/// entries with the same name the first counts. Fields that change who one is or whom one trusts and are not known here
/// are errors, never passed over.
/// </summary>
internal sealed class KubeconfigFile
{
    private readonly Dictionary<string, KubeconfigNode> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigNode> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigNode> _contexts = new(StringComparer.Ordinal);

    private KubeconfigFile()
    {
    }

    public IReadOnlyCollection<string> Contexts => _contexts.Keys;

    /// <summary>Null when no file names one.</summary>
    public string? CurrentContext { get; private set; }

    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">The file's folder: relative paths in it start there.</param>
    /// <exception cref="KubeconfigException">It is not a kubeconfig.</exception>
    public static KubeconfigFile Parse(string yaml, string folder) => Parse([(yaml, folder)]);

    /// <param name="files">The text and the folder of each, the one that wins first.</param>
    /// <exception cref="KubeconfigException">One of them is not a kubeconfig.</exception>
    public static KubeconfigFile Parse(IEnumerable<(string Yaml, string Folder)> files)
    {
        var merged = new KubeconfigFile();
        foreach (var (yaml, folder) in files)
        {
            var root = new KubeconfigNode(Root(yaml), folder, "root");
            Add(merged._clusters, root, "clusters", "cluster");
            Add(merged._users, root, "users", "user");
            Add(merged._contexts, root, "contexts", "context");
            merged.CurrentContext ??= root.Text("current-context");
        }

        return merged;
    }

    /// <exception cref="KubeconfigException">There is no such context, or something in it cannot be used.</exception>
    public KubeconfigContext Context(string name)
    {
        var context = Find(_contexts, name, "context");
        context.RefuseUnknown("cluster", "user", "namespace", "extensions");
        var clusterName = context.Text("cluster") ?? throw new KubeconfigException($"The kubeconfig's context '{name}' names no cluster.");
        var found = KubeconfigCluster.Read(Find(_clusters, clusterName, "cluster"), name);
        return context.Text("user") is { } user ? KubeconfigUser.AddTo(found, Find(_users, user, "user"), KubeconfigCluster.ExecConfig(_clusters[clusterName])) : found;
    }

    private static YamlMappingNode Root(string yaml)
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

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : throw new KubeconfigException("The kubeconfig is empty.");
    }

    private static void Add(Dictionary<string, KubeconfigNode> named, KubeconfigNode root, string list, string part)
    {
        foreach (var entry in (root.Child(list) as YamlSequenceNode ?? []).OfType<YamlMappingNode>().Select(node => new KubeconfigNode(node, root.Folder, list)))
        {
            if (entry.Text("name") is { } name)
            {
                named.TryAdd(name, new KubeconfigNode(entry.Child(part) as YamlMappingNode ?? [], root.Folder, $"{part} '{name}'"));
            }
        }
    }

    private static KubeconfigNode Find(Dictionary<string, KubeconfigNode> named, string name, string kind) =>
        named.GetValueOrDefault(name)
        ?? throw new KubeconfigException($"The kubeconfig has no {kind} '{name}'; it has: {(named.Count == 0 ? "none" : string.Join(", ", named.Keys))}.");
}
