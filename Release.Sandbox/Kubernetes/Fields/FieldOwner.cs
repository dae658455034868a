using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
internal sealed class FieldOwner(string manager, string operation, string apiVersion, string subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    public string Manager { get; } = manager;

    public string Operation { get; } = operation;

    public string ApiVersion { get; } = apiVersion;

    public string Subresource { get; } = subresource;

    /// <summary>RFC 3339.</summary>
    public string Time { get; set; } = "";

    public FieldSet Fields { get; set; } = new();

    public bool IsSame(FieldOwner other) =>
        Manager == other.Manager && Operation == other.Operation && Subresource == other.Subresource && (Operation == Apply || ApiVersion == other.ApiVersion);

    /// <summary>The name in conflict messages; for updates it includes the time.</summary>
    public string Describe()
    {
        var text = $"\"{Manager}\"" + (Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "");
        return Operation == Apply ? text : $"{text} using {ApiVersion}" + (Time.Length > 0 ? $" at {Time}" : "");
    }

    public static List<FieldOwner> Read(JsonNode? metadata)
    {
        var owners = new List<FieldOwner>();
        foreach (var entry in (metadata?["managedFields"] as JsonArray ?? []).OfType<JsonObject>())
        {
            owners.Add(new FieldOwner(
                ObjectMetadata.Text(entry["manager"]), ObjectMetadata.Text(entry["operation"]), ObjectMetadata.Text(entry["apiVersion"]), ObjectMetadata.Text(entry["subresource"]))
            {
                Time = ObjectMetadata.Text(entry["time"]),
                Fields = FieldSet.FromJson(entry["fieldsV1"] as JsonObject),
            });
        }

        return owners;
    }

    /// <summary>The real server's order: Apply entries first, then by time.</summary>
    public static void Write(JsonObject metadata, IEnumerable<FieldOwner> owners)
    {
        var entries = owners.Where(owner => !owner.Fields.IsEmpty)
            .OrderBy(owner => owner.Operation, StringComparer.Ordinal).ThenBy(owner => owner.Time, StringComparer.Ordinal)
            .ThenBy(owner => owner.Manager, StringComparer.Ordinal).ThenBy(owner => owner.Subresource, StringComparer.Ordinal)
            .Select(owner => (JsonNode)owner.ToJson()).ToArray();
        if (entries.Length > 0)
        {
            metadata["managedFields"] = new JsonArray(entries);
        }
        else
        {
            metadata.Remove("managedFields");
        }
    }

    public void Touch(DateTimeOffset now) => Time = Rfc3339.Format(now);

    private JsonObject ToJson()
    {
        var entry = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["apiVersion"] = ApiVersion,
            ["time"] = Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToJson(),
        };
        if (Subresource.Length > 0)
        {
            entry["subresource"] = Subresource;
        }

        return entry;
    }
}
