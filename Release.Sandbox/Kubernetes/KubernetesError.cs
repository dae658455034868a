using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>An error response of the API server; <see cref="ToStatus"/> is its body.</summary>
internal sealed class KubernetesError(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    /// <summary><c>details</c> of the Status; null for none.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>The token to continue an expired list inconsistently; null for other errors.</summary>
    public string? Continue { get; init; }

    public static KubernetesError NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedName} \"{name}\" not found") { Details = About(kind, name) };

    public static KubernetesError NoSuchPath() =>
        new(404, "NotFound", "the server could not find the requested resource") { Details = [] };

    public static KubernetesError AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedName} \"{name}\" already exists") { Details = About(kind, name) };

    public static KubernetesError Conflict(ResourceKind kind, string name, string? why = null) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": {why ?? "the object has been modified; please apply your changes to the latest version and try again"}")
        {
            Details = About(kind, name),
        };

    public static KubernetesError Expired(long wanted, long oldest) =>
        new(410, "Expired", $"too old resource version: {wanted} ({oldest})");

    public static KubernetesError ExpiredContinue(string? token) => new(410, "Expired", token is null
        ? "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter."
        : "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
    {
        Continue = token,
    };

    /// <summary>The error for a resource version that the server has not reached yet.</summary>
    public static KubernetesError TooLarge(long wanted, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {current}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
                ["retryAfterSeconds"] = 1,
            },
        };

    public static KubernetesError BadRequest(string message) => new(400, "BadRequest", message);

    /// <param name="what">Such as <c>Required value</c>.</param>
    public static KubernetesError Invalid(ResourceKind kind, string name, string field, string reason, string what)
    {
        var group = kind.Group.Length == 0 ? "" : $".{kind.Group}";
        return new(422, "Invalid", $"{kind.Kind}{group} \"{name}\" is invalid: {field}: {what}")
        {
            Details = new JsonObject
            {
                ["name"] = name,
                ["group"] = kind.Group,
                ["kind"] = kind.Kind,
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = reason, ["message"] = what, ["field"] = field }),
            },
        };
    }

    /// <summary>The error for an invalid request parameter.</summary>
    public static KubernetesError InvalidOption(string options, string field, string what) =>
        new(422, "Invalid", $"{options}.meta.k8s.io \"\" is invalid: {field}: {what}")
        {
            Details = new JsonObject
            {
                ["group"] = "meta.k8s.io",
                ["kind"] = options,
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = ReasonOf(what), ["message"] = what, ["field"] = field }),
            },
        };

    private static string ReasonOf(string what) => what.Split(' ', ':')[0] switch
    {
        "Required" => "FieldValueRequired",
        "Forbidden" => "FieldValueForbidden",
        "Unsupported" => "FieldValueNotSupported",
        _ => "FieldValueInvalid",
    };

    public static KubernetesError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static KubernetesError Forbidden(string message, JsonObject details) => new(403, "Forbidden", message) { Details = details };

    public static KubernetesError TooManyRequests(int retryAfterSeconds) =>
        new(429, "TooManyRequests", "Too many requests, please try again later.") { Details = new JsonObject { ["retryAfterSeconds"] = retryAfterSeconds } };

    public static KubernetesError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = [] };

    public static JsonObject About(ResourceKind kind, string? name)
    {
        var details = new JsonObject();
        if (name is { Length: > 0 })
        {
            details["name"] = name;
        }

        if (kind.Group.Length > 0)
        {
            details["group"] = kind.Group;
        }

        details["kind"] = kind.Plural;
        return details;
    }

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
