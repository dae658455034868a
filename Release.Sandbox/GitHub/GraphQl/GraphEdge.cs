namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>An item of a connection with its cursor.</summary>
internal sealed record GraphEdge(string Cursor, object Node);
