using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>An answer of the API server that is not a success; <see cref="ToStatus"/> is its body.</summary>
internal sealed class KubernetesError(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    /// <summary><c>details</c> of the Status; null for none.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Where the rest of an expired list can be had, inconsistently; null for everything else.</summary>
    public string? Continue { get; init; }

    public static KubernetesError NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedName} \"{name}\" not found");

    public static KubernetesError NoSuchPath() =>
        new(404, "NotFound", "the server could not find the requested resource");

    public static KubernetesError AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedName} \"{name}\" already exists");

    public static KubernetesError Conflict(ResourceKind kind, string name) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": the object has been modified; please apply your changes to the latest version and try again");

    public static KubernetesError Expired(long wanted, long oldest) =>
        new(410, "Expired", $"too old resource version: {wanted} ({oldest})");

    public static KubernetesError BadRequest(string message) => new(400, "BadRequest", message);

    public static KubernetesError Invalid(ResourceKind kind, string name, string what) =>
        new(422, "Invalid", $"{kind.Kind}.{kind.Group} \"{name}\" is invalid: {what}");

    public static KubernetesError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static KubernetesError FailedPrecondition(ResourceKind kind, string name, string what) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": {what}");

    public static KubernetesError TooManyRequests(int retryAfterSeconds) =>
        new(429, "TooManyRequests", "The apiserver is currently overloaded, please try again later.") { Details = new JsonObject { ["retryAfterSeconds"] = retryAfterSeconds } };

    public static KubernetesError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = Continue is null ? [] : new JsonObject { ["continue"] = Continue },
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (Details is not null)
        {
            status["details"] = Details.DeepClone();
        }

        status["code"] = Code;
        return status;
    }
}
