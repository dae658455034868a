using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Kubernetes;

/// <summary>Fills <c>metadata</c> of new objects, and protects it in updates.</summary>
internal static partial class ObjectMetadata
{
    // The JSON is not embedded in HTML, and unescaped "<" is readable in logs.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Fixed = ["name", "namespace", "uid", "creationTimestamp", "generation", "selfLink"];

    /// <param name="kind">Of the object.</param>
    /// <param name="content">The object.</param>
    /// <param name="now">Time of creation.</param>
    /// <param name="identified"><see cref="Identify"/> has been done, because other fields name the object's uid.</param>
    public static JsonObject Prepare(ResourceKind kind, JsonObject content, DateTimeOffset now, bool identified)
    {
        content["apiVersion"] = kind.ApiVersion;
        content["kind"] = kind.Kind;
        var metadata = identified && content["metadata"] is JsonObject known ? known : Identify(kind, content);
        metadata["creationTimestamp"] = Rfc3339.Format(now);
        if (kind.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        return metadata;
    }

    /// <summary>Sets the uid of a new object, and its name when it has <c>generateName</c>.</summary>
    public static JsonObject Identify(ResourceKind kind, JsonObject content)
    {
        if (content["metadata"] is not JsonObject metadata)
        {
            content["metadata"] = metadata = [];
        }

        if (Text(metadata["name"]).Length == 0 && Text(metadata["generateName"]) is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + NameSuffix.Suffix(kind.Plural == "events" ? 12 : 5);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        return metadata;
    }

    public static ObjectName NameOf(ResourceKind kind, JsonObject metadata)
    {
        var name = Text(metadata["name"]);
        if (name.Length == 0)
        {
            throw KubernetesError.Invalid(kind, name, "metadata.name", "FieldValueRequired", "Required value: name or generateName is required");
        }

        if (name.Length > 253 || !ValidName().IsMatch(name))
        {
            throw KubernetesError.Invalid(
                kind, name, "metadata.name", "FieldValueInvalid",
                $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
        }

        return new ObjectName(kind.Namespaced ? Text(metadata["namespace"]) : "", name);
    }

    /// <summary>Restores fields that an update must not change, and increases the generation when spec changed.</summary>
    public static void Reconcile(ResourceKind kind, JsonObject before, JsonObject after, UpdateScope scope)
    {
        var old = before["metadata"]!.AsObject();
        if (after["metadata"] is not JsonObject metadata)
        {
            after["metadata"] = metadata = [];
        }

        var version = Text(metadata["resourceVersion"]);
        if (version.Length > 0 && version != Text(old["resourceVersion"]))
        {
            throw KubernetesError.Conflict(kind, Text(old["name"]));
        }

        if (scope == UpdateScope.Status)
        {
            var owners = metadata["managedFields"]?.DeepClone();
            Restore(before, after, keep: "status");
            if (owners is not null)
            {
                after["metadata"]!["managedFields"] = owners;
            }

            return;
        }

        if (scope == UpdateScope.Main && kind.HasStatus)
        {
            Copy(before, after, "status");
        }

        after["apiVersion"] = kind.ApiVersion;
        after["kind"] = kind.Kind;
        foreach (var key in Fixed.Append("resourceVersion"))
        {
            Copy(old, metadata, key);
        }

        // A client cannot undo a deletion mark.
        Copy(old, metadata, "deletionTimestamp");
        Copy(old, metadata, "deletionGracePeriodSeconds");
        if (metadata["managedFields"] is null)
        {
            Copy(old, metadata, "managedFields");
        }

        if (kind.HasGeneration && HasSpecChanged(kind, before, after))
        {
            metadata["generation"] = (old["generation"]?.GetValue<long>() ?? 0) + 1;
        }
    }

    /// <summary>For custom resources without a status subresource every change outside metadata counts, including status.</summary>
    private static bool HasSpecChanged(ResourceKind kind, JsonObject before, JsonObject after)
    {
        if (!kind.IsCustom || kind.HasStatus)
        {
            return !JsonNode.DeepEquals(before["spec"], after["spec"]);
        }

        return before.Select(field => field.Key).Union(after.Select(field => field.Key))
            .Any(key => key != "metadata" && !JsonNode.DeepEquals(before[key], after[key]));
    }

    public static byte[] Serialize(JsonNode content)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            content.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static void Restore(JsonObject before, JsonObject after, string keep)
    {
        foreach (var key in after.Select(entry => entry.Key).Where(key => key != keep).ToList())
        {
            after.Remove(key);
        }

        foreach (var (key, value) in before)
        {
            if (key != keep)
            {
                after[key] = value?.DeepClone();
            }
        }
    }

    private static void Copy(JsonObject from, JsonObject to, string key)
    {
        if (from[key] is { } value)
        {
            if (!JsonNode.DeepEquals(value, to[key]))
            {
                to[key] = value.DeepClone();
            }
        }
        else
        {
            to.Remove(key);
        }
    }

    // The input has at most 253 characters. No match timeout: on a busy machine it would fail valid names.
    [GeneratedRegex("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ValidName();
}

/// <summary>Which part of an object an update may touch.</summary>
internal enum UpdateScope
{
    /// <summary>Everything: what the sandbox's own controllers do.</summary>
    Whole,

    /// <summary>Everything but status, where the kind has a status subresource.</summary>
    Main,

    /// <summary>Status alone.</summary>
    Status,
}
