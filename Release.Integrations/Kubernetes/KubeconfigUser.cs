using YamlDotNet.RepresentationModel;

namespace Release.Integrations.Kubernetes;

/// <summary>Reads a kubeconfig's <c>user</c>: who Release is to the cluster.</summary>
internal static class KubeconfigUser
{
    private const string Group = "client.authentication.k8s.io/";

    /// <exception cref="KubeconfigException">Something in it cannot be used.</exception>
    public static KubeconfigContext AddTo(KubeconfigContext context, KubeconfigNode user, string? execConfig)
    {
        user.RefuseUnknown(
            "token", "tokenFile", "client-certificate", "client-certificate-data", "client-key", "client-key-data", "exec", "extensions");
        var (certificate, key) = (user.Pem("client-certificate"), user.Pem("client-key"));
        if (certificate is null != key is null)
        {
            throw new KubeconfigException($"The kubeconfig's {user.Owner} must have both client-certificate and client-key (each as a path or with -data), or neither.");
        }

        var exec = user.Mapping("exec") is { } plugin ? Exec(plugin, execConfig) : null;
        if (exec is not null && (user.Text("token") ?? user.Text("tokenFile")) is not null)
        {
            throw new KubeconfigException($"The kubeconfig's {user.Owner} has both exec and a token: keep one of them.");
        }

        return context with
        {
            Token = user.Text("token"),
            TokenFile = user.FullPath("tokenFile"),
            ClientCertificate = certificate,
            ClientKey = key,
            Exec = exec,
        };
    }

    private static ExecPlugin Exec(KubeconfigNode exec, string? config)
    {
        exec.RefuseUnknown("apiVersion", "command", "args", "env", "installHint", "provideClusterInfo", "interactiveMode");
        var version = exec.Text("apiVersion");
        if (version is not (Group + "v1" or Group + "v1beta1"))
        {
            throw new KubeconfigException($"The kubeconfig's {exec.Owner} has the apiVersion '{version}': only {Group}v1 and {Group}v1beta1 are supported. A newer version of the command speaks them.");
        }

        if (exec.Text("interactiveMode") is { } mode && mode is not ("Never" or "IfAvailable"))
        {
            throw new KubeconfigException($"The kubeconfig's {exec.Owner} has the interactiveMode '{mode}': nobody is there to answer. Use a command that needs no one, and Never.");
        }

        var command = exec.Text("command") ?? throw new KubeconfigException($"The kubeconfig's {exec.Owner} names no command.");
        return new ExecPlugin(
            version,
            command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetFullPath(command, exec.Folder) : command,
            new EquatableList<string>((exec.Child("args") as YamlSequenceNode ?? []).Select(node => (node as YamlScalarNode)?.Value ?? "")),
            new EquatableList<KeyValuePair<string, string>>(Variables(exec)),
            exec.Text("installHint"),
            exec.IsTrue("provideClusterInfo"),
            config);
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(KubeconfigNode exec) =>
        (exec.Child("env") as YamlSequenceNode ?? []).OfType<YamlMappingNode>()
            .Select(node => new KubeconfigNode(node, exec.Folder, exec.Owner))
            .Select(entry => KeyValuePair.Create(
                entry.Text("name") ?? throw new KubeconfigException($"The kubeconfig's {exec.Owner} has a variable without a name."), entry.Text("value") ?? ""));
}
