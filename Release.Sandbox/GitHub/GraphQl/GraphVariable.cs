namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A variable where a value stands.</summary>
internal sealed record GraphVariable(string Name, GraphPosition Position);
