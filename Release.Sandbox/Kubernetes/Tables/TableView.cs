using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>Objects as <c>meta.k8s.io/v1 Table</c>, which is what <c>kubectl get</c> prints.</summary>
internal static class TableView
{
    /// <param name="include">The object in each row: <c>Metadata</c>, <c>Object</c> or <c>None</c>.</param>
    public static JsonObject Of(ResourceKind kind, IReadOnlyList<StoredObject> items, JsonObject metadata, string include, DateTimeOffset now) =>
        Table(kind, metadata, columns: true, items.Select(item => Row(kind, item.Read(), include, now)));

    public static JsonObject Of(StoredObject item, string include, DateTimeOffset now, bool columns)
    {
        var content = item.Read();
        var metadata = new JsonObject { ["resourceVersion"] = content["metadata"]!["resourceVersion"]?.DeepClone() };
        return Table(item.Kind, metadata, columns, [Row(item.Kind, content, include, now)]);
    }

    public static JsonObject MetadataOf(JsonObject content) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = content["metadata"]?.DeepClone(),
    };

    private static JsonObject Table(ResourceKind kind, JsonObject metadata, bool columns, IEnumerable<JsonObject> rows) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = metadata,
        ["columnDefinitions"] = columns ? new JsonArray([.. TableColumns.Of(kind).Select(column => column.Define())]) : null,
        ["rows"] = new JsonArray([.. rows]),
    };

    private static JsonObject Row(ResourceKind kind, JsonObject content, string include, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. TableColumns.Of(kind).Select(column => column.Cell(content, now))]) };
        if (include != "None")
        {
            row["object"] = include == "Object" ? content : MetadataOf(content);
        }

        return row;
    }
}
