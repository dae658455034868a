using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Octokit.Webhooks;
using Octokit.Webhooks.Events;
using Octokit.Webhooks.Models;
using Release.Core.Sources;
using Release.Core.Webhooks;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Webhooks;

/// <summary>Reads GitHub's webhook payloads with Octokit's models and maps them to Core's <see cref="SourceEvent"/>.</summary>
internal sealed class WebhookReader : ISourceEventReader
{
    private const int MaxText = 300;
    private const int MaxUrl = 500;

    /// <summary>Unused fields may be missing, as from older GitHub Enterprise Servers; Octokit's models would require them all.</summary>
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNothing } } };

    public bool IsOfInterest(string eventName) => eventName is "release" or "workflow_run" or "push" or "package" or "registry_package";

    public SourceEvent Read(string eventName, string payload) => eventName switch
    {
        "release" => Release(Parse<ReleaseEvent>(payload)),
        "workflow_run" => Run(Parse<WorkflowRunEvent>(payload)),
        "push" => Push(Parse<PushEvent>(payload)),
        "package" => Package(Parse<PackageEvent>(payload), read => read.Package),
        "registry_package" => Package(Parse<RegistryPackageEvent>(payload), read => read.Package),
        _ => new SourceEvent.Ignored("", $"Release does not handle {eventName}."),
    };

    private static void RequireNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }

    private static T Parse<T>(string payload)
        where T : WebhookEvent
    {
        try
        {
            return JsonSerializer.Deserialize<T>(payload, Options) ?? throw new FormatException("It is null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"It is not valid JSON for this event: {Where(error)}", error);
        }
    }

    private static SourceEvent Release(ReleaseEvent read)
    {
        var repository = RepositoryOf(read);
        var release = read.Release ?? throw Missing("release");
        return read.Action is "published"
            ? new SourceEvent.Released(repository, release.TagName ?? throw Missing("release.tag_name"), release.Draft, release.Prerelease, Login(release.Author ?? read.Sender))
            : new SourceEvent.Ignored(repository, $"A release was {Word(read.Action)}; only a published one is deployed.");
    }

    private static SourceEvent.WorkflowRunUpdated Run(WorkflowRunEvent read)
    {
        var run = read.WorkflowRun ?? throw Missing("workflow_run");
        if (!CommitSha.TryParse(run.HeadSha, out var commit))
        {
            throw Missing("workflow_run.head_sha");
        }

        // Older servers omit the attempt, which then is the first, and the path, which then is in the workflow object.
        var update = new WorkflowRunUpdate(
            run.Id > 0 ? run.Id : throw Missing("workflow_run.id"),
            commit,
            Cut(run.Name ?? read.Workflow?.Name, MaxText),
            Cut(run.Path?.Split('@')[0] ?? read.Workflow?.Path, MaxText),
            Cut(run.Event, 64),
            WebAddress(run.HtmlUrl),
            WorkflowRunStates.Of(run.Status?.StringValue, run.Conclusion?.StringValue),
            run.RunAttempt is > 0 and <= int.MaxValue ? (int)run.RunAttempt : 1,
            run.UpdatedAt > default(DateTimeOffset) ? run.UpdatedAt : throw Missing("workflow_run.updated_at"));
        return new SourceEvent.WorkflowRunUpdated(RepositoryOf(read), update, run.HeadBranch is { Length: > 0 } branch && branch == read.Repository?.DefaultBranch);
    }

    private static SourceEvent Push(PushEvent read)
    {
        const string branches = "refs/heads/", tags = "refs/tags/";
        var repository = RepositoryOf(read);
        var reference = read.Ref ?? throw Missing("ref");
        var isTag = reference.StartsWith(tags, StringComparison.Ordinal);
        if (!isTag && !reference.StartsWith(branches, StringComparison.Ordinal))
        {
            return new SourceEvent.Ignored(repository, "Neither a branch nor a tag was pushed.");
        }

        var name = reference[(isTag ? tags.Length : branches.Length)..];
        var head = read.Deleted ? null : CommitSha.OrNull(read.After);
        return new SourceEvent.Pushed(
            repository, isTag ? ReferenceKind.Tag : ReferenceKind.Branch, name, !isTag && name == read.Repository?.DefaultBranch, head, Login(read.Sender));
    }

    private static SourceEvent Package<T>(T read, Func<T, Package?> of)
        where T : WebhookEvent
    {
        var package = of(read) ?? throw Missing("package");

        // An organisation's package may have no repository.
        var repository = read.Repository?.FullName ?? "";
        return read.Action is "published" or "updated"
            ? new SourceEvent.PackagePublished(repository, Cut(package.Name, MaxText))
            : new SourceEvent.Ignored(repository, $"A package was {Word(read.Action)}.");
    }

    private static string RepositoryOf(WebhookEvent read) => read.Repository?.FullName is { Length: > 0 } name ? name : throw Missing("repository.full_name");

    private static FormatException Missing(string field) => new($"It has no {field} that can be read.");

    /// <summary>The position of the error, without any of the content.</summary>
    private static string Where(JsonException error) => $"the error is at line {error.LineNumber + 1}, byte {error.BytePositionInLine}.";

    /// <summary>A valid GitHub login, also of an app such as <c>dependabot[bot]</c>; otherwise "somebody".</summary>
    private static string Login(User? person) =>
        person?.Login is { Length: > 0 and <= 100 } login && login.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '[' or ']') ? login : "somebody";

    private static string WebAddress(string? text) =>
        text is { Length: <= MaxUrl } && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? text : "";

    private static string Word(string? action) => action is { Length: > 0 and <= 40 } && action.All(letter => char.IsAsciiLetterLower(letter) || letter is '_') ? action.Replace('_', ' ') : "changed";

    private static string Cut(string? text, int length) => text is null ? "" : text.Length <= length ? text : text[..length];
}
