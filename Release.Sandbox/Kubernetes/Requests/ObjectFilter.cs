namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>Which objects of a kind a list or watch is about.</summary>
internal sealed record ObjectFilter(ResourceKind Kind, string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Everything in its namespace.</summary>
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public static ObjectFilter Read(ResourcePath path, IQueryCollection query)
    {
        var fields = FieldSelector.Parse(path.Kind, query["fieldSelector"]);
        if (path.Name is { } name)
        {
            fields.Require("metadata.name", name); // A watch of one object by its path, as old clients do it.
        }

        return new ObjectFilter(path.Kind, path.Namespace, LabelSelector.Parse(query["labelSelector"]), fields);
    }

    public bool Matches(StoredObject item) =>
        item.Kind == Kind
        && (Namespace is null || item.Name.Namespace == Namespace)
        && Labels.Matches(item.Labels)
        && Fields.Matches(item);
}
