namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A field of a type.</summary>
/// <param name="Type">Null for a scalar.</param>
/// <param name="Arguments">The names it takes.</param>
/// <param name="Resolve">From the object that has the field; a list for a list, null for nothing.</param>
internal sealed record GraphField(GraphType? Type, IReadOnlyList<string> Arguments, Func<object, GraphArguments, ValueTask<object?>> Resolve);
