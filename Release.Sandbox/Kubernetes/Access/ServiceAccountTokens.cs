using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>
/// Tokens of service accounts, issued by <c>POST …/serviceaccounts/{name}/token</c>. They are random, expire at the latest when the
/// sandbox stops, and are valid only while the account with the same uid exists.
/// </summary>
internal sealed class ServiceAccountTokens(ObjectStore store, TimeProvider time)
{
    private const long DefaultSeconds = 3600;
    private const long ShortestSeconds = 600;

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <param name="request">A TokenRequest; its <c>spec.expirationSeconds</c> is 600 or more.</param>
    /// <returns>The TokenRequest with its status.</returns>
    /// <exception cref="KubernetesError">404 for an unknown account, 422 for a lifetime that is too short.</exception>
    public JsonObject Issue(string @namespace, string name, JsonObject request)
    {
        var account = store.Find(ResourceKinds.ServiceAccounts, @namespace, name)?.Read()
            ?? throw KubernetesError.NotFound(ResourceKinds.ServiceAccounts, name);
        var seconds = request["spec"]?["expirationSeconds"]?.GetValue<long>() ?? DefaultSeconds;
        if (seconds < ShortestSeconds)
        {
            throw new KubernetesError(422, "Invalid", $"TokenRequest.authentication.k8s.io \"{name}\" is invalid: spec.expirationSeconds: Invalid value: {seconds}: may not specify a duration less than 10 minutes");
        }

        var expires = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(seconds, 1L << 32));
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _grants[token] = new Grant(@namespace, name, ObjectMetadata.Text(account["metadata"]!["uid"]), expires);
        request["kind"] = "TokenRequest";
        request["apiVersion"] = "authentication.k8s.io/v1";
        request["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["creationTimestamp"] = Rfc3339.Format(time.GetUtcNow()) };
        request["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = Rfc3339.Format(expires) };
        return request;
    }

    /// <returns>Null for an unknown or expired token.</returns>
    public UserInfo? Find(string token)
    {
        if (!_grants.TryGetValue(token, out var grant))
        {
            return null;
        }

        var account = store.Find(ResourceKinds.ServiceAccounts, grant.Namespace, grant.Name)?.Read();
        if (grant.Expires <= time.GetUtcNow() || ObjectMetadata.Text(account?["metadata"]?["uid"]) != grant.Uid)
        {
            _grants.TryRemove(token, out _);
            return null;
        }

        return new UserInfo(
            $"system:serviceaccount:{grant.Namespace}:{grant.Name}",
            ["system:serviceaccounts", $"system:serviceaccounts:{grant.Namespace}", UserInfo.Authenticated]);
    }

    private sealed record Grant(string Namespace, string Name, string Uid, DateTimeOffset Expires);
}
