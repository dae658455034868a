namespace Release.Sandbox.Git.History;

/// <summary>A file of the first commit.</summary>
/// <param name="Path">In the repository, with slashes.</param>
internal sealed record SeedFile(string Path, byte[] Content);
