namespace Release.Sandbox.Git;

/// <summary>One line of <c>git ls-tree</c> below the image-tag folder; the names are empty for a file that is not at <c>environment/application</c>.</summary>
internal sealed record TreeEntry(string Blob, string Environment, string Application)
{
    public static TreeEntry Parse(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        var blob = line[..tab].Split(' ')[2];
        return line[(tab + 1 + ConfigRepository.Folder.Length + 1)..].Split('/') is [var environment, var application]
            ? new TreeEntry(blob, environment, application)
            : new TreeEntry(blob, "", "");
    }
}
