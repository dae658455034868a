namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A place in a query's text, both counted from 1.</summary>
internal readonly record struct GraphPosition(int Line, int Column);
