namespace Release.Sandbox.Git.Configuration;

/// <summary>The image-tag files of one commit.</summary>
/// <param name="Revision">The commit's full id.</param>
/// <param name="Files">By environment, then by file name.</param>
internal sealed record ConfigSnapshot(
    string Revision,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, ImageTagFile>> Files)
{
    private static readonly Dictionary<string, ImageTagFile> None = [];

    public IReadOnlyDictionary<string, ImageTagFile> In(string environment) => Files.GetValueOrDefault(environment, None);
}
