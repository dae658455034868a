using System.Text.Json;
using Release.Core.Changes;
using Release.Core.Webhooks;
using Release.Integrations.GitHub.Webhooks.Payloads;

namespace Release.Integrations.GitHub.Webhooks;

/// <summary>GitHub's payloads, as "Webhook events and payloads" of its documentation describes them, in our words.</summary>
internal sealed class WebhookReader : ISourceEventReader
{
    private const int MaxText = 300;
    private const int MaxUrl = 500;

    public bool IsOfInterest(string eventName) => eventName is "release" or "workflow_run" or "push" or "package" or "registry_package";

    public SourceEvent Read(string eventName, string payload)
    {
        WebhookPayload read;
        try
        {
            read = JsonSerializer.Deserialize(payload, WebhookJson.Default.WebhookPayload) ?? throw new FormatException("It is JSON's null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"It is no JSON of GitHub's: {Where(error)}", error);
        }

        return eventName switch
        {
            "release" => Release(read),
            "workflow_run" => Run(read),
            "push" => Push(read),
            "package" or "registry_package" => Package(read),
            _ => new SourceEvent.OfNoInterest("", $"Release does nothing about {eventName}."),
        };
    }

    private static SourceEvent Release(WebhookPayload read)
    {
        var repository = RepositoryOf(read);
        var release = read.Release ?? throw Missing("release");
        return read.Action is "published"
            ? new SourceEvent.Released(repository, release.TagName ?? throw Missing("release.tag_name"), release.Draft is true, release.Prerelease is true, Login(release.Author ?? read.Sender))
            : new SourceEvent.OfNoInterest(repository, $"A release was {Word(read.Action)}; only a published one is deployed.");
    }

    private static SourceEvent.RunHeard Run(WebhookPayload read)
    {
        var run = read.Run ?? throw Missing("workflow_run");
        if (!CommitSha.TryParse(run.HeadSha, out var commit))
        {
            throw Missing("workflow_run.head_sha");
        }

        var heard = new HeardRun(
            run.Id ?? throw Missing("workflow_run.id"),
            commit,
            Cut(run.Name ?? read.Workflow?.Name, MaxText),
            Cut(run.Path?.Split('@')[0] ?? read.Workflow?.Path, MaxText),
            Cut(run.Event, 64),
            WebAddress(run.HtmlUrl),
            WorkflowRunStates.Of(run.Status, run.Conclusion),
            run.RunAttempt ?? 1,
            run.UpdatedAt ?? throw Missing("workflow_run.updated_at"));
        return new SourceEvent.RunHeard(RepositoryOf(read), heard, run.HeadBranch is { Length: > 0 } branch && branch == read.Repository?.DefaultBranch);
    }

    private static SourceEvent Push(WebhookPayload read)
    {
        const string branches = "refs/heads/", tags = "refs/tags/";
        var repository = RepositoryOf(read);
        var reference = read.Ref ?? throw Missing("ref");
        var isTag = reference.StartsWith(tags, StringComparison.Ordinal);
        if (!isTag && !reference.StartsWith(branches, StringComparison.Ordinal))
        {
            return new SourceEvent.OfNoInterest(repository, "Neither a branch nor a tag was pushed.");
        }

        var name = reference[(isTag ? tags.Length : branches.Length)..];
        var head = read.Deleted is true ? null : CommitSha.OrNull(read.After);
        return new SourceEvent.Pushed(
            repository, isTag ? ReferenceKind.Tag : ReferenceKind.Branch, name, !isTag && name == read.Repository?.DefaultBranch, head, Login(read.Sender));
    }

    private static SourceEvent Package(WebhookPayload read)
    {
        var package = read.Package ?? read.RegistryPackage ?? throw Missing("package");

        // A package of an organisation need not belong to a repository.
        var repository = read.Repository?.FullName ?? "";
        return read.Action is "published" or "updated"
            ? new SourceEvent.PackagePublished(repository, Cut(package.Name, MaxText))
            : new SourceEvent.OfNoInterest(repository, $"A package was {Word(read.Action)}.");
    }

    private static string RepositoryOf(WebhookPayload read) => read.Repository?.FullName is { Length: > 0 } name ? name : throw Missing("repository.full_name");

    private static FormatException Missing(string field) => new($"It has no {field} that can be read.");

    /// <summary>Where the JSON breaks, without any of its content.</summary>
    private static string Where(JsonException error) => $"it breaks at line {error.LineNumber + 1}, byte {error.BytePositionInLine}.";

    /// <summary>GitHub's own names, those of apps such as <c>dependabot[bot]</c> among them; anything else is nobody's.</summary>
    private static string Login(WebhookPerson? person) =>
        person?.Login is { Length: > 0 and <= 100 } login && login.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '[' or ']') ? login : "somebody";

    private static string WebAddress(string? text) =>
        text is { Length: <= MaxUrl } && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? text : "";

    private static string Word(string? action) => action is { Length: > 0 and <= 40 } && action.All(letter => char.IsAsciiLetterLower(letter) || letter is '_') ? action.Replace('_', ' ') : "changed";

    private static string Cut(string? text, int length) => text is null ? "" : text.Length <= length ? text : text[..length];
}
