namespace Release.Sandbox.Git.Objects;

/// <summary>One name in a tree.</summary>
/// <param name="Mode">As git writes it: <c>100644</c>, <c>40000</c> for a folder.</param>
internal sealed record GitTreeEntry(string Mode, string Name, string Sha)
{
    public const string File = "100644";
    public const string Folder = "40000";

    public bool IsFolder => Mode == Folder;
}
