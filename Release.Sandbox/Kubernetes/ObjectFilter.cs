namespace Release.Sandbox.Kubernetes;

/// <summary>Which objects of a kind a list or watch is about.</summary>
internal sealed record ObjectFilter(ResourceKind Kind, string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public static ObjectFilter Read(ResourcePath path, IQueryCollection query)
    {
        var fields = (string?)query["fieldSelector"];
        if (path.Name is { } name)
        {
            fields = $"metadata.name={name}"; // A watch of one object by its path, as old clients do it.
        }

        return new ObjectFilter(path.Kind, path.Namespace, LabelSelector.Parse(query["labelSelector"]), FieldSelector.Parse(fields));
    }

    public bool Matches(StoredObject item) =>
        item.Kind == Kind
        && (Namespace is null || item.Name.Namespace == Namespace)
        && Labels.Matches(item.Labels)
        && Fields.Matches(item);
}
