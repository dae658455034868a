using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>The review kinds, which are answered and not stored: SelfSubjectAccessReview (<c>kubectl auth can-i</c>), SelfSubjectRulesReview, SelfSubjectReview.</summary>
internal sealed class AccessReviews(Authorizer authorizer)
{
    private static readonly string[] Known =
    [
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "/apis/authorization.k8s.io/v1/subjectaccessreviews",
        "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    ];

    public static bool IsReview(string path) => Known.Contains(path, StringComparer.Ordinal);

    /// <param name="path">A path for which <see cref="IsReview"/> is true.</param>
    /// <param name="review">The body, which is returned with its status.</param>
    public JsonObject Answer(string path, UserInfo user, JsonObject review)
    {
        review["status"] = path[(path.LastIndexOf('/') + 1)..] switch
        {
            "selfsubjectaccessreviews" => Decide(user, review["spec"]),
            "subjectaccessreviews" => Decide(Other(review["spec"]), review["spec"]),
            "selfsubjectrulesreviews" => List(user, ObjectMetadata.Text(review["spec"]?["namespace"])),
            _ => new JsonObject { ["userInfo"] = new JsonObject { ["username"] = user.Name, ["groups"] = Array(user.Groups) } },
        };
        return review;
    }

    private JsonObject Decide(UserInfo user, JsonNode? spec)
    {
        var request = spec?["resourceAttributes"] is { } resource
            ? new AccessRequest(Text(resource, "verb"), Text(resource, "group"), Resource(resource), Text(resource, "namespace"), Text(resource, "name"))
            : AccessRequest.ForPath(Text(spec?["nonResourceAttributes"], "verb"), Text(spec?["nonResourceAttributes"], "path"));
        return new JsonObject { ["allowed"] = authorizer.IsAllowed(user, request) };
    }

    private JsonObject List(UserInfo user, string @namespace)
    {
        var rules = authorizer.RulesOf(user, @namespace).ToLookup(rule => rule.Paths.Count > 0);
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules[false].Select(rule => rule.ToJson())]),
            ["nonResourceRules"] = new JsonArray([.. rules[true].Select(rule => rule.ToJson())]),
            ["incomplete"] = false,
        };
    }

    private static UserInfo Other(JsonNode? spec) =>
        new(Text(spec, "user"), [.. (spec?["groups"] as JsonArray ?? []).Select(ObjectMetadata.Text)]);

    private static string Resource(JsonNode resource) =>
        Text(resource, "subresource") is { Length: > 0 } subresource ? $"{Text(resource, "resource")}/{subresource}" : Text(resource, "resource");

    private static string Text(JsonNode? node, string field) => ObjectMetadata.Text(node?[field]);

    private static JsonArray Array(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
