namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>One selection of a query: a field, or with a <see cref="Condition"/> a fragment's fields.</summary>
/// <param name="Key">The alias, or the field's name; empty for a fragment.</param>
/// <param name="Condition">The type a fragment is for; empty for any; null for a field.</param>
/// <param name="Spread">The named fragment that this stands for; null otherwise.</param>
internal sealed record GraphSelection(
    string Key, string Name, IReadOnlyDictionary<string, object?> Arguments, IReadOnlyList<GraphSelection> Selections, GraphPosition Position,
    IReadOnlyList<GraphDirective> Directives, string? Condition = null, string? Spread = null);
