namespace Release.Integrations.Kubernetes;

/// <summary>
/// A command that gives a credential (kubernetes.io, "client-go credential plugins"). Compared by value; its text shows
/// only the command's name.
/// </summary>
/// <param name="ApiVersion"><c>client.authentication.k8s.io/v1</c> or <c>…/v1beta1</c>.</param>
/// <param name="Command">A name that is looked for in the PATH, or a full path.</param>
/// <param name="Arguments">Handed over one by one, never through a shell.</param>
/// <param name="Variables">Added to the environment.</param>
/// <param name="InstallHint">For people when the command is not there.</param>
/// <param name="ProvideClusterInfo">The command is told which cluster it is for.</param>
/// <param name="Config">What the cluster's extension <c>client.authentication.k8s.io/exec</c> says, as JSON; null for nothing.</param>
internal sealed record ExecPlugin(
    string ApiVersion,
    string Command,
    EquatableList<string> Arguments,
    EquatableList<KeyValuePair<string, string>> Variables,
    string? InstallHint = null,
    bool ProvideClusterInfo = false,
    string? Config = null)
{
    public override string ToString() => Path.GetFileName(Command);
}
