namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>Validates fields, arguments and fragments of a query against the schema.</summary>
internal sealed class GraphValidation(GraphOperation operation)
{
    private readonly List<GraphQlException> _errors = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public static IReadOnlyList<GraphQlException> Check(GraphOperation operation, GraphType root)
    {
        var validation = new GraphValidation(operation);
        validation.Check(operation.Selections, root, [operation.Name.Length == 0 ? operation.Kind : $"{operation.Kind} {operation.Name}"]);
        return validation._errors;
    }

    private void Check(IEnumerable<GraphSelection> selections, GraphType type, IReadOnlyList<string> path)
    {
        foreach (var selection in selections)
        {
            if (selection.Condition is null)
            {
                CheckField(selection, type, [.. path, selection.Key]);
            }
            else
            {
                CheckFragment(selection, type, path);
            }
        }
    }

    private void CheckField(GraphSelection selection, GraphType type, IReadOnlyList<string> path)
    {
        if (selection.Name == "__typename")
        {
            return;
        }

        if (type.Field(selection.Name) is not { } field)
        {
            Add($"Field '{selection.Name}' doesn't exist on type '{type.Name}'", selection, path);
            return;
        }

        foreach (var argument in selection.Arguments.Keys.Where(name => !field.Arguments.Contains(name)))
        {
            Add($"Field '{selection.Name}' doesn't accept argument '{argument}'", selection, path);
        }

        foreach (var variable in selection.Arguments.Values.OfType<GraphVariable>().Where(variable => !operation.Defaults.ContainsKey(variable.Name)))
        {
            Add($"Variable ${variable.Name} is used by {operation.Name} but not declared", selection, path);
        }

        switch (field.Type, selection.Selections.Count)
        {
            case (null, > 0):
                Add($"Selections can't be made on scalars (field '{selection.Name}' returns a scalar but has selections)", selection, path);
                break;
            case (not null, 0):
                Add($"Field must have selections (field '{selection.Name}' returns {field.Type.Name} but has no selections. Did you mean '{selection.Name} {{ ... }}'?)", selection, path);
                break;
            case (not null, _):
                Check(selection.Selections, field.Type, path);
                break;
            default:
                break;
        }
    }

    private void CheckFragment(GraphSelection selection, GraphType type, IReadOnlyList<string> path)
    {
        var fragment = selection;
        if (selection.Spread is { } name)
        {
            if (!operation.Fragments.TryGetValue(name, out fragment))
            {
                Add($"Fragment {name} was used, but not defined", selection, path);
                return;
            }

            if (!_open.Add(name))
            {
                Add($"Fragment {name} contains an infinite loop", selection, path);
                return;
            }
        }

        var condition = fragment.Condition is { Length: > 0 } wanted ? type.Narrow(wanted) : type;
        if (condition is null)
        {
            Add($"Fragment on {fragment.Condition} can't be spread inside {type.Name}", selection, path);
        }
        else
        {
            Check(fragment.Selections, condition, path);
        }

        if (selection.Spread is { } ended)
        {
            _open.Remove(ended);
        }
    }

    private void Add(string message, GraphSelection selection, IReadOnlyList<string> path) => _errors.Add(new GraphQlException(message, selection.Position) { At = path });
}
