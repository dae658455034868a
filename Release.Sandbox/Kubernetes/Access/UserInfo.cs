namespace Release.Sandbox.Kubernetes.Access;

/// <summary>Who asks, as authentication found out.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";

    public static readonly UserInfo Anonymous = new("system:anonymous", [Unauthenticated]);

    /// <summary>Members may everything, whatever the roles say.</summary>
    public bool IsMaster => Groups.Contains(Masters, StringComparer.Ordinal);
}
