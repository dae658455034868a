namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>One operation of a document, with the document's named fragments.</summary>
/// <param name="Kind"><c>query</c>, <c>mutation</c> or <c>subscription</c>.</param>
/// <param name="Defaults">Declared variables and their defaults; <see cref="Required"/> for one without.</param>
internal sealed record GraphOperation(
    string Kind, string Name, IReadOnlyDictionary<string, object?> Defaults, IReadOnlyList<GraphSelection> Selections,
    IReadOnlyDictionary<string, GraphSelection> Fragments)
{
    /// <summary>Marks a variable without a default.</summary>
    public static readonly object Required = new();
}

/// <summary>One selection of a query: a field, or with a <see cref="Condition"/> a fragment's fields.</summary>
/// <param name="Key">The alias, or the field's name; empty for a fragment.</param>
/// <param name="Condition">The fragment's type condition; empty for none; null for a field.</param>
/// <param name="Spread">The name of a fragment spread; null otherwise.</param>
internal sealed record GraphSelection(
    string Key, string Name, IReadOnlyDictionary<string, object?> Arguments, IReadOnlyList<GraphSelection> Selections, GraphPosition Position,
    IReadOnlyList<GraphDirective> Directives, string? Condition = null, string? Spread = null);

/// <summary><c>@include</c> or <c>@skip</c>.</summary>
internal sealed record GraphDirective(string Name, IReadOnlyDictionary<string, object?> Arguments);

/// <summary>A variable used as a value.</summary>
internal sealed record GraphVariable(string Name, GraphPosition Position);
