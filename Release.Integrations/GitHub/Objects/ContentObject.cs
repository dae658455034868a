namespace Release.Integrations.GitHub.Objects;

/// <param name="Type">file, dir, symlink or submodule.</param>
/// <param name="Path">Of what was answered: of a link to a file, that file's.</param>
internal sealed record ContentObject(string Type, string Path, string Sha, string? Content, string? Encoding);
