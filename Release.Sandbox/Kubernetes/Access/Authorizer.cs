using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>RBAC (kubernetes.io, "Using RBAC Authorization"): evaluates roles and their bindings to users, groups and service accounts.</summary>
internal sealed class Authorizer(ObjectStore store)
{
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>The rules that bootstrap roles grant to all authenticated users.</summary>
    private static readonly PolicyRule[] Basic =
    [
        new(["get"], [], [], [], ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"]),
        new(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], [], []),
        new(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"], [], []),
    ];

    private static readonly PolicyRule[] All = [new(["*"], ["*"], ["*"], [], []), new(["*"], [], [], [], ["*"])];

    public bool IsAllowed(UserInfo user, AccessRequest request) =>
        user.IsMaster || RulesOf(user, request.Namespace).Any(rule => rule.Allows(request));

    /// <summary>The user's rules in a namespace; for an empty namespace the cluster-wide rules.</summary>
    public IEnumerable<PolicyRule> RulesOf(UserInfo user, string @namespace)
    {
        IEnumerable<PolicyRule> rules = user.IsMaster ? All : user.Groups.Contains(UserInfo.Authenticated) ? Basic : [];
        rules = rules.Concat(Bound(user, ResourceKinds.ClusterRoleBindings, null));
        return @namespace.Length > 0 ? rules.Concat(Bound(user, ResourceKinds.RoleBindings, @namespace)) : rules;
    }

    private IEnumerable<PolicyRule> Bound(UserInfo user, ResourceKind bindings, string? @namespace)
    {
        foreach (var item in store.List(bindings, @namespace).Items)
        {
            var binding = item.Read();
            if ((binding["subjects"] as JsonArray ?? []).Any(subject => MatchesSubject(user, subject)))
            {
                foreach (var rule in Rules(binding["roleRef"], item.Name.Namespace))
                {
                    yield return rule;
                }
            }
        }
    }

    private IEnumerable<PolicyRule> Rules(JsonNode? reference, string @namespace)
    {
        var name = ObjectMetadata.Text(reference?["name"]);
        var role = ObjectMetadata.Text(reference?["kind"]) == "ClusterRole"
            ? store.Find(ResourceKinds.ClusterRoles, "", name)
            : store.Find(ResourceKinds.Roles, @namespace, name);
        return (role?.Read()["rules"] as JsonArray ?? []).Select(PolicyRule.Read);
    }

    private static bool MatchesSubject(UserInfo user, JsonNode? subject)
    {
        var name = ObjectMetadata.Text(subject?["name"]);
        var group = ObjectMetadata.Text(subject?["apiGroup"]);
        return ObjectMetadata.Text(subject?["kind"]) switch
        {
            "User" => group is Rbac or "" && name == user.Name,
            "Group" => group is Rbac or "" && user.Groups.Contains(name),
            "ServiceAccount" => group.Length == 0 && user.Name == $"system:serviceaccount:{ObjectMetadata.Text(subject?["namespace"])}:{name}",
            _ => false,
        };
    }
}
