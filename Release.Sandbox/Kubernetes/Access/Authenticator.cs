using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>Authenticates a request by bearer token, else by client certificate, else as anonymous.</summary>
internal sealed class Authenticator(string adminToken, PrivateAuthority? authority, ServiceAccountTokens tokens)
{
    private static readonly UserInfo Admin = new("kubernetes-admin", [UserInfo.Masters, UserInfo.Authenticated]);

    private readonly byte[] _adminToken = Encoding.UTF8.GetBytes(adminToken);
    private readonly ConcurrentDictionary<string, UserInfo?> _certificates = new(StringComparer.Ordinal);

    /// <exception cref="KubernetesError">401 for an invalid token or certificate.</exception>
    public UserInfo Identify(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length > 0)
        {
            return IdentifyToken(authorization) ?? throw KubernetesError.Unauthorized();
        }

        if (context.Connection.ClientCertificate is { } certificate)
        {
            return _certificates.GetOrAdd(certificate.Thumbprint, _ => IdentifyCertificate(certificate)) ?? throw KubernetesError.Unauthorized();
        }

        return UserInfo.Anonymous;
    }

    private UserInfo? IdentifyToken(string authorization)
    {
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = authorization["Bearer ".Length..].Trim();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _adminToken) ? Admin : tokens.Find(token);
    }

    private UserInfo? IdentifyCertificate(X509Certificate2 certificate)
    {
        if (authority?.HasIssued(certificate) != true)
        {
            return null;
        }

        var name = "";
        List<string> groups = [UserInfo.Authenticated];
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            switch (part.GetSingleElementType().Value)
            {
                case "2.5.4.3":
                    name = part.GetSingleElementValue() ?? "";
                    break;
                case "2.5.4.10":
                    groups.Add(part.GetSingleElementValue() ?? "");
                    break;
            }
        }

        return name.Length > 0 ? new UserInfo(name, groups) : null;
    }
}

/// <summary>The authenticated user.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";

    public static readonly UserInfo Anonymous = new("system:anonymous", [Unauthenticated]);

    /// <summary>The group whose members may do everything.</summary>
    public bool IsMaster => Groups.Contains(Masters, StringComparer.Ordinal);
}
