using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Application;

/// <summary>What the commit log shows. Pure.</summary>
/// <param name="Lines">Newest first, down to the last environment's commit if it is among them (contracts §12).</param>
/// <param name="Elsewhere">A sentence for each environment whose version is not among the lines.</param>
internal sealed record CommitLogState(IReadOnlyList<CommitLine> Lines, IReadOnlyList<string> Elsewhere)
{
    public const int Most = 40;

    public static CommitLogState Of(CommitLog log, EnvironmentOrder order)
    {
        var commits = (log.Seen.Overview?.Commits ?? []).Take(Most).ToArray();
        var tags = (log.Seen.Overview?.Tags ?? []).ToLookup(tag => tag.Sha, tag => tag.Name);
        var last = log.Places.LastOrDefault(place => order.Find(place.Environment) is { PromotesOnward: true });
        var end = last?.Commit is null ? -1 : Array.FindIndex(commits, commit => commit.Sha == last.Commit);
        var shown = end < 0 ? commits : commits[..(end + 1)];
        var places = log.Places.Where(place => place.Commit is not null).ToLookup(place => place.Commit!, place => Name(place.Environment, order));
        var lines = shown.Select(commit => Line(commit, [.. tags[commit.Sha]], [.. places[commit.Sha]])).ToArray();
        var elsewhere = log.Places.Where(place => place.Commit is null || !shown.Any(commit => commit.Sha == place.Commit)).Select(place => Elsewhere(place, order));
        return new CommitLogState(lines, commits.Length == 0 ? [] : [.. elsewhere]);

        static CommitLine Line(SourceCommit commit, IReadOnlyList<string> tags, IReadOnlyList<string> environments) =>
            new(commit, tags, environments, tags.FirstOrDefault(tag => ImageTag.TryParse(tag, out _)) ?? commit.Sha.Value);

        static string Elsewhere(CommitPlace place, EnvironmentOrder order) => place.Commit is null
            ? $"{Name(place.Environment, order)} has {VersionText.Short(place.Version.Value)}, which GitHub does not know as a commit."
            : $"{Name(place.Environment, order)} is at {VersionText.Short(place.Version.Value)}, which is not among these commits.";
    }

    /// <summary>Why GitHub did not answer, with since when or until when; null when it did.</summary>
    /// <param name="seen">The cached answer that the log shows.</param>
    /// <param name="status">GitHub's present status.</param>
    /// <param name="now">The present time.</param>
    /// <param name="zone">The reader's time zone.</param>
    public static string? Trouble(CachedOverview seen, SourceHostStatus status, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (seen.Trouble is null)
        {
            return null;
        }

        var memory = seen.Overview is { SeenAt: var at } ? $", last seen {GitHubText.Clock(at, now, zone)}" : "";
        return $"{GitHubText.Trouble(status, now, zone)}{memory}.";
    }

    public static (string Icon, string Word, string Tone)? Style(CheckState checks) => checks switch
    {
        CheckState.Passed => ("good", "CI passed", "good"),
        CheckState.Failed => ("failed", "CI failed", "failed"),
        CheckState.Pending => ("pending", "CI is running", "moving"),
        _ => null,
    };

    private static string Name(EnvironmentName name, EnvironmentOrder order) => order.Find(name)?.DisplayName ?? name.Value;
}

/// <summary>A commit of the log.</summary>
/// <param name="Tags">Its tags, newest first.</param>
/// <param name="Environments">The display names of the environments at this commit.</param>
/// <param name="Version">What its button deploys: its tag, or else its hash.</param>
internal sealed record CommitLine(SourceCommit Commit, IReadOnlyList<string> Tags, IReadOnlyList<string> Environments, string Version);
