namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>One operation of a document, with the document's named fragments.</summary>
/// <param name="Kind"><c>query</c>, <c>mutation</c> or <c>subscription</c>.</param>
/// <param name="Defaults">Declared variables and their defaults; <see cref="Required"/> for one without.</param>
internal sealed record GraphOperation(
    string Kind, string Name, IReadOnlyDictionary<string, object?> Defaults, IReadOnlyList<GraphSelection> Selections,
    IReadOnlyDictionary<string, GraphSelection> Fragments)
{
    /// <summary>Stands for the default of a variable that must be given.</summary>
    public static readonly object Required = new();
}
