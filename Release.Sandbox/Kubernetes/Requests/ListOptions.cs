using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>The parameters of a list or watch (kubernetes.io, "Kubernetes API Concepts"), with the server's validation.</summary>
internal sealed record ListOptions(string ResourceVersion, string Match, long? Limit, string Continue, bool SendInitialEvents)
{
    public const string Exact = "Exact";
    public const string NotOlderThan = "NotOlderThan";

    /// <summary>0 when missing or zero; <see cref="ResourceVersion"/> tells which.</summary>
    public long Version { get; private init; }

    /// <exception cref="KubernetesError">400 or 422 for invalid combinations.</exception>
    public static ListOptions Read(IQueryCollection query, bool watch)
    {
        var options = new ListOptions(
            (string?)query["resourceVersion"] ?? "",
            (string?)query["resourceVersionMatch"] ?? "",
            QueryText.Number(query["limit"]) is { } limit and > 0 ? limit : null,
            (string?)query["continue"] ?? "",
            QueryText.IsTrue(query["sendInitialEvents"]));
        if (options.ResourceVersion.Length > 0 && QueryText.Number(options.ResourceVersion) is null)
        {
            throw Invalid("resourceVersion", $"Invalid value: \"{options.ResourceVersion}\": strconv.ParseUint: parsing \"{options.ResourceVersion}\": invalid syntax");
        }

        if (watch)
        {
            options.CheckWatch(query.ContainsKey("sendInitialEvents"));
        }
        else
        {
            options.CheckList(query.ContainsKey("sendInitialEvents"));
        }

        return options with { Version = QueryText.Number(options.ResourceVersion) ?? 0 };
    }

    private void CheckWatch(bool hasInitialEvents)
    {
        if (hasInitialEvents && Match != NotOlderThan)
        {
            throw Invalid("resourceVersionMatch", Match.Length == 0
                ? "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
                : $"Unsupported value: \"{Match}\": supported values: \"NotOlderThan\"");
        }

        if (!hasInitialEvents && Match.Length > 0)
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
    }

    private void CheckList(bool hasInitialEvents)
    {
        if (hasInitialEvents)
        {
            throw Invalid("sendInitialEvents", "Forbidden: sendInitialEvents is forbidden for list");
        }

        if (Continue.Length > 0 && ResourceVersion is not ("" or "0"))
        {
            throw KubernetesError.BadRequest("specifying resource version is not allowed when using continue");
        }

        if (Match.Length == 0)
        {
            return;
        }

        if (ResourceVersion.Length == 0)
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
        }

        if (Continue.Length > 0)
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden when continue is provided");
        }

        if (Match is not (Exact or NotOlderThan))
        {
            throw Invalid("resourceVersionMatch", $"Unsupported value: \"{Match}\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
        }

        if (Match == Exact && ResourceVersion == "0")
        {
            throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    private static KubernetesError Invalid(string field, string what) => KubernetesError.InvalidOption("ListOptions", field, what);
}

/// <summary>The objects of a kind that a list or watch selects.</summary>
internal sealed record ObjectFilter(ResourceKind Kind, string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Matches everything in its namespace.</summary>
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public static ObjectFilter Read(ResourcePath path, IQueryCollection query)
    {
        var fields = FieldSelector.Parse(path.Kind, query["fieldSelector"]);
        if (path.Name is { } name)
        {
            fields.Require("metadata.name", name); // A watch of a single object by path, as old clients send it.
        }

        return new ObjectFilter(path.Kind, path.Namespace, LabelSelector.Parse(query["labelSelector"]), fields);
    }

    public bool Matches(StoredObject item) =>
        item.Kind == Kind
        && (Namespace is null || item.Name.Namespace == Namespace)
        && Labels.Matches(item.Labels)
        && Fields.Matches(item);
}

/// <summary>The continue token of a list; opaque to clients.</summary>
/// <param name="Version">The list's version; <see cref="Inconsistent"/> for the newest state.</param>
/// <param name="After">The last name of the page before.</param>
internal sealed record ContinueToken(long Version, ObjectName After)
{
    public const long Inconsistent = -1;

    /// <exception cref="KubernetesError">400 for an invalid token.</exception>
    public static ContinueToken Parse(string text)
    {
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            if (JsonNode.Parse(Convert.FromBase64String(padded)) is JsonObject content
                && ObjectMetadata.Text(content["v"]) == "meta.k8s.io/v1"
                && content["rv"] is JsonValue rv && rv.TryGetValue<long>(out var version)
                && ObjectMetadata.Text(content["start"]).Split('/') is [var @namespace, var name])
            {
                return new ContinueToken(version, new ObjectName(@namespace, name.TrimEnd('\0')));
            }
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw KubernetesError.BadRequest($"continue key is not valid: {exception.Message}");
        }

        throw KubernetesError.BadRequest("continue key is not valid: server does not recognize this encoded version");
    }

    public override string ToString()
    {
        var content = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = $"{After.Namespace}/{After.Name}\0" };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
