namespace Release.Sandbox.GitHub.GraphQl;

/// <summary><c>@include</c> or <c>@skip</c>.</summary>
internal sealed record GraphDirective(string Name, IReadOnlyDictionary<string, object?> Arguments);
