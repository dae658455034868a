namespace Release.Core.Changes;

/// <summary>A commit that a deployment brought, or took away; kept, because lead time counts from it.</summary>
public sealed class ShippedCommit
{
    public const int MaxTitleLength = 500;
    public const int MaxAuthorLength = 200;

    private ShippedCommit()
    {
    }

    /// <summary>Its place in the list, from 0, oldest first.</summary>
    public int Ordinal { get; private set; }

    public string Sha { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string? AuthorLogin { get; private set; }

    public string AuthorName { get; private set; } = "";

    public DateTimeOffset CommittedAt { get; private set; }

    public int? PullRequest { get; private set; }

    public string? PullRequestTitle { get; private set; }

    /// <summary>Taken away rather than brought.</summary>
    public bool IsRemoved { get; private set; }

    internal static ShippedCommit Of(SourceCommit commit, int ordinal, bool isRemoved) => new()
    {
        Ordinal = ordinal,
        Sha = commit.Sha.Value,
        Title = Cut(commit.Title, MaxTitleLength),
        AuthorLogin = commit.AuthorLogin is null ? null : Cut(commit.AuthorLogin, MaxAuthorLength),
        AuthorName = Cut(commit.AuthorName, MaxAuthorLength),
        CommittedAt = commit.CommittedAt,
        PullRequest = commit.PullRequest?.Number,
        PullRequestTitle = commit.PullRequest is { } pull ? Cut(pull.Title, MaxTitleLength) : null,
        IsRemoved = isRemoved,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
