using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Release.Integrations.Kubernetes;

/// <summary>Reads a kubeconfig's <c>cluster</c>: where it is and how it is recognised.</summary>
internal static class KubeconfigCluster
{
    private const string ExecExtension = "client.authentication.k8s.io/exec";

    /// <exception cref="KubeconfigException">Something in it cannot be used.</exception>
    public static KubeconfigContext Read(KubeconfigNode cluster, string context)
    {
        if (cluster.IsTrue("insecure-skip-tls-verify"))
        {
            throw new KubeconfigException(
                $"The kubeconfig's {cluster.Owner} has insecure-skip-tls-verify: certificates are always verified. Take it out and put the cluster's certificate authority there (certificate-authority-data).");
        }

        cluster.RefuseUnknown(
            "server", "certificate-authority", "certificate-authority-data", "tls-server-name", "proxy-url", "insecure-skip-tls-verify", "disable-compression", "extensions");
        var authority = cluster.Pem("certificate-authority");
        return new KubeconfigContext(context, Server(cluster), authority?.Path, authority?.Text)
        {
            Proxy = Proxy(cluster),
            TlsServerName = cluster.Text("tls-server-name"),
        };
    }

    /// <summary>What the cluster's extensions say to exec plugins, as JSON; null when they say nothing.</summary>
    public static string? ExecConfig(KubeconfigNode cluster) =>
        (cluster.Child("extensions") as YamlSequenceNode ?? []).OfType<YamlMappingNode>()
            .Select(node => new KubeconfigNode(node, cluster.Folder, "extension"))
            .FirstOrDefault(extension => extension.Text("name") == ExecExtension)?.Child("extension") is { } found
            ? Json(found)?.ToJsonString()
            : null;

    private static Uri Server(KubeconfigNode cluster)
    {
        var field = $"server of the kubeconfig's {cluster.Owner}";
        if (!Uri.TryCreate(cluster.Text("server"), UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
        {
            throw new KubeconfigException($"The field {field} is not an http or https address.");
        }

        // Without TLS anybody on the way could read the token and answer in the cluster's name.
        return server.Scheme == "https" || server.IsLoopback
            ? server
            : throw new KubeconfigException($"The field {field} must be https: http is only for addresses of this machine.");
    }

    private static Uri? Proxy(KubeconfigNode cluster)
    {
        if (cluster.Text("proxy-url") is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? proxy
            : throw new KubeconfigException($"The field proxy-url of the kubeconfig's {cluster.Owner} is not an http, https or socks5 address.");
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", Json(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: { } text } => Plain(text),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
