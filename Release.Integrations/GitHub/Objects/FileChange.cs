namespace Release.Integrations.GitHub.Objects;

/// <param name="Content">Base64.</param>
/// <param name="Sha">Of the file that is replaced; GitHub refuses when it is another by now.</param>
internal sealed record FileChange(string Message, string Content, string Sha, string Branch, FileChange.Person Author, FileChange.Person Committer)
{
    internal sealed record Person(string Name, string Email);
}
