namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A word of a query.</summary>
/// <param name="Kind"><c>name</c>, <c>number</c>, <c>string</c>, <c>end</c>, or the punctuation itself.</param>
internal readonly record struct GraphToken(string Kind, string Text, GraphPosition Position);
