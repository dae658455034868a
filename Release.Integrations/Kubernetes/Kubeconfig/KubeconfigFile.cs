using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using k8s.KubeConfigModels;

namespace Release.Integrations.Kubernetes.Kubeconfig;

/// <summary>A kubeconfig cannot be used. The message names the field and the remedy and never quotes a secret value.</summary>
internal sealed class KubeconfigException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>
/// One or several kubeconfig files as one (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files"): of two
/// entries with the same name the first one wins. Entries are read into KubernetesClient's models. Unknown fields are
/// errors, because they could change identity or trust.
/// </summary>
internal sealed class KubeconfigFile
{
    private const string ExecGroup = "client.authentication.k8s.io/";

    private readonly Dictionary<(string Kind, string Name), KubeconfigEntry> _entries = [];

    /// <summary>Parsed contexts: one is needed for each request.</summary>
    private readonly ConcurrentDictionary<string, KubeconfigContext> _contexts = new(StringComparer.Ordinal);

    private KubeconfigFile()
    {
    }

    public IReadOnlyCollection<string> Contexts => Names("context");

    /// <summary>Null if no file names one.</summary>
    public string? CurrentContext { get; private set; }

    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">The file's folder, to which paths in it are relative.</param>
    /// <exception cref="KubeconfigException">It is not a kubeconfig.</exception>
    public static KubeconfigFile Parse(string yaml, string folder) => Parse([(yaml, folder)]);

    /// <param name="files">Text and folder of each file, in order of precedence.</param>
    /// <exception cref="KubeconfigException">One of them is not a kubeconfig.</exception>
    public static KubeconfigFile Parse(IEnumerable<(string Yaml, string Folder)> files)
    {
        var merged = new KubeconfigFile();
        foreach (var (yaml, folder) in files)
        {
            var root = new KubeconfigEntry(Root(yaml), folder, "root");
            merged.Add(root, "cluster");
            merged.Add(root, "user");
            merged.Add(root, "context");
            merged.CurrentContext ??= root.Value("current-context");
        }

        return merged;
    }

    /// <exception cref="KubeconfigException">The context does not exist, or cannot be used.</exception>
    public KubeconfigContext Context(string name) => _contexts.GetOrAdd(name, Read);

    private KubeconfigContext Read(string name)
    {
        var entry = Find("context", name);
        var context = entry.Read<ContextDetails>("cluster", "user", "namespace", "extensions");
        var cluster = Find("cluster", string.IsNullOrEmpty(context.Cluster) ? throw new KubeconfigException($"The kubeconfig's {entry.Owner} names no cluster.") : context.Cluster);
        var user = string.IsNullOrEmpty(context.User) ? null : Find("user", context.User);
        var text = string.Join('\0', name, cluster.Folder, cluster.Yaml, user?.Folder, user?.Yaml);
        var found = Cluster(cluster, name) with { Fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))) };
        return user is null ? found : WithUser(found, user);
    }

    private static KubeconfigContext Cluster(KubeconfigEntry entry, string context)
    {
        var cluster = entry.Read<ClusterEndpoint>(
            "server", "certificate-authority", "certificate-authority-data", "tls-server-name", "proxy-url", "insecure-skip-tls-verify", "disable-compression", "extensions");
        if (cluster.SkipTlsVerify)
        {
            throw new KubeconfigException(
                $"The kubeconfig's {entry.Owner} has insecure-skip-tls-verify: certificates are always verified. Remove it and give the cluster's certificate authority (certificate-authority-data).");
        }

        return new KubeconfigContext(context, Server(cluster.Server, $"server of the kubeconfig's {entry.Owner}"))
        {
            Authority = entry.Pem("certificate-authority", cluster.CertificateAuthorityData, cluster.CertificateAuthority),
            TlsServerName = string.IsNullOrEmpty(cluster.TlsServerName) ? null : cluster.TlsServerName,
            Proxy = entry.Value("proxy-url") is { } proxy ? Proxy(proxy, entry.Owner) : null,
            ExecConfig = cluster.Extensions?.FirstOrDefault(extension => extension.Name == ExecGroup + "exec") is { Extension: object config }
                ? new SerializerBuilder().JsonCompatible().Build().Serialize(config)
                : null,
        };
    }

    private static Uri Server(string? text, string field)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
        {
            throw new KubeconfigException($"The field {field} is not an http or https address.");
        }

        // Without TLS others could read the token and impersonate the cluster.
        return server.Scheme == "https" || server.IsLoopback
            ? server
            : throw new KubeconfigException($"The field {field} must be https: http is only for addresses of this machine.");
    }

    private static Uri Proxy(string text, string owner) =>
        Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? proxy
            : throw new KubeconfigException($"The field proxy-url of the kubeconfig's {owner} is not an http, https or socks5 address.");

    private static KubeconfigContext WithUser(KubeconfigContext context, KubeconfigEntry entry)
    {
        var user = entry.Read<UserCredentials>(
            "token", "tokenFile", "client-certificate", "client-certificate-data", "client-key", "client-key-data", "exec", "extensions");
        var certificate = entry.Pem("client-certificate", user.ClientCertificateData, user.ClientCertificate);
        var key = entry.Pem("client-key", user.ClientKeyData, user.ClientKey);
        if (certificate is null != key is null)
        {
            throw new KubeconfigException($"The kubeconfig's {entry.Owner} must have both client-certificate and client-key (each as a path or with -data), or neither.");
        }

        var (token, tokenFile) = (string.IsNullOrEmpty(user.Token) ? null : user.Token, entry.FullPath(entry.Value("tokenFile")));
        var exec = entry.Child("exec") is YamlMappingNode plugin ? Exec(new KubeconfigEntry(plugin, entry.Folder, $"{entry.Owner}'s exec")) : null;
        if (exec is not null && (token ?? tokenFile ?? certificate?.Field) is not null)
        {
            throw new KubeconfigException($"The kubeconfig's {entry.Owner} has both exec and a {(certificate is null ? "token" : "client certificate")}: keep one of them.");
        }

        return context with { Token = token, TokenFile = tokenFile, ClientCertificate = certificate, ClientKey = key, Exec = exec };
    }

    private static ExternalExecution Exec(KubeconfigEntry entry)
    {
        var exec = entry.Read<ExternalExecution>("apiVersion", "command", "args", "env", "installHint", "provideClusterInfo", "interactiveMode");
        if (exec.ApiVersion is not (ExecGroup + "v1" or ExecGroup + "v1beta1"))
        {
            throw new KubeconfigException($"The kubeconfig's {entry.Owner} has the apiVersion '{exec.ApiVersion}': only {ExecGroup}v1 and {ExecGroup}v1beta1 are supported. Update the command to a version that supports them.");
        }

        if (entry.Value("interactiveMode") is { } mode && mode is not ("Never" or "IfAvailable"))
        {
            throw new KubeconfigException($"The kubeconfig's {entry.Owner} has the interactiveMode '{mode}': Release cannot answer prompts. Use a command that asks nothing, and set Never.");
        }

        if (string.IsNullOrEmpty(exec.Command))
        {
            throw new KubeconfigException($"The kubeconfig's {entry.Owner} names no command.");
        }

        if (exec.EnvironmentVariables?.Any(variable => string.IsNullOrEmpty(variable?.GetValueOrDefault("name"))) == true)
        {
            throw new KubeconfigException($"The kubeconfig's {entry.Owner} has a variable without a name.");
        }

        // A name without a path is looked up in PATH.
        exec.Command = exec.Command.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar) ? entry.FullPath(exec.Command) : exec.Command;
        return exec;
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
            // The message gives only the line, because the text may contain a token.
            throw new KubeconfigException($"The kubeconfig is not YAML (line {exception.Start.Line}).");
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : throw new KubeconfigException("The kubeconfig is empty.");
    }

    private void Add(KubeconfigEntry root, string kind)
    {
        foreach (var entry in (root.Child(kind + "s") as YamlSequenceNode ?? []).OfType<YamlMappingNode>().Select(node => new KubeconfigEntry(node, root.Folder, kind)))
        {
            if (entry.Value("name") is { } name)
            {
                _entries.TryAdd((kind, name), new KubeconfigEntry(entry.Child(kind) as YamlMappingNode ?? [], root.Folder, $"{kind} '{name}'"));
            }
        }
    }

    private KubeconfigEntry Find(string kind, string name) =>
        _entries.GetValueOrDefault((kind, name))
        ?? throw new KubeconfigException($"The kubeconfig has no {kind} '{name}'; it has: {(Names(kind) is { Length: > 0 } names ? string.Join(", ", names) : "none")}.");

    private string[] Names(string kind) => [.. _entries.Keys.Where(key => key.Kind == kind).Select(key => key.Name)];
}

/// <summary>
/// Reads the kubeconfig files again when one of them changes: the sandbox writes its own with new ports at each start, and real ones may be renewed.
/// </summary>
/// <param name="paths">One or several paths, separated as in PATH; of two entries with the same name the first one wins.</param>
internal sealed class KubeconfigFiles(string? paths)
{
    private string _stamp = "";
    private KubeconfigFile? _file;

    /// <exception cref="KubeconfigException">The files cannot be read, or none exists. Missing files are ignored as long as one exists.</exception>
    public KubeconfigFile Read()
    {
        string[] all = (paths ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (all.Length == 0)
        {
            throw new KubeconfigException($"{ClustersOptions.Section}:Kubeconfig is not set.");
        }

        try
        {
            var there = all.Where(File.Exists).ToList();
            if (there.Count == 0)
            {
                throw new KubeconfigException($"The kubeconfig {string.Join(" or ", all)} does not exist (yet).");
            }

            var stamp = string.Join('\n', there.Select(Stamp));
            if (_file is null || stamp != _stamp)
            {
                _file = KubeconfigFile.Parse(there.Select(path => (File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!)));
                _stamp = stamp;
            }

            return _file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The kubeconfig {paths} cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    /// <summary>A mounted secret is a symbolic link, which points to another file after a renewal.</summary>
    private static string Stamp(string path)
    {
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return $"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}";
    }
}
