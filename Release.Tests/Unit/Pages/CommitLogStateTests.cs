using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Tests.Support.Pages;
using Release.Web.Components.Pages.Application;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

public sealed class CommitLogStateTests
{
    private static readonly SourceRepository Repository = SourceRepository.Parse("alphagov/publisher");

    [Fact]
    public void It_marks_the_environments_and_ends_at_productions_commit()
    {
        var state = CommitLogState.Of(Log(10, [Place("integration", "v9", 1), Place("staging", "v8", 3), Place("production", "v7", 5)]), Samples.Order);

        state.Lines.Count.ShouldBe(6);
        state.Lines.Select(line => string.Join(',', line.Environments)).ShouldBe(["", "Integration", "", "Staging", "", "Production"]);
        state.Elsewhere.ShouldBeEmpty();
    }

    [Fact]
    public void A_button_deploys_the_commits_release_or_else_the_commit()
    {
        var log = Log(3, []);
        log = log with { Seen = log.Seen with { Overview = log.Seen.Overview! with { Tags = [new SourceTag("v12", Sha(1), Samples.Now)] } } };

        CommitLogState.Of(log, Samples.Order).Lines.Select(line => line.Version).ShouldBe([Sha(0).Value, "v12", Sha(2).Value]);
    }

    [Fact]
    public void An_environment_that_is_not_among_the_commits_is_told_beside_them()
    {
        var state = CommitLogState.Of(Log(50, [Place("integration", "v9", 0), Place("staging", "latest", null), Place("production", "v1", 45)]), Samples.Order);

        state.Lines.Count.ShouldBe(CommitLogState.Most);
        state.Elsewhere.ShouldBe(["Staging has latest, which GitHub does not know as a commit.", "Production is at v1, which is not among these commits."]);
    }

    [Fact]
    public void Two_environments_on_one_commit_stand_there_together() =>
        CommitLogState.Of(Log(3, [Place("staging", "v2", 0), Place("production", "v2", 0)]), Samples.Order)
            .Lines.ShouldHaveSingleItem().Environments.ShouldBe(["Staging", "Production"]);

    [Fact]
    public void Trouble_says_since_when_and_what_was_last_seen()
    {
        var seen = Log(1, []).Seen with { Trouble = "GitHub did not answer." };
        var memory = Samples.Now.AddMinutes(-30);
        seen = seen with { Overview = seen.Overview! with { SeenAt = memory } };

        CommitLogState.Trouble(seen with { Trouble = null }, SourceHostStatus.Fresh, Samples.Now, TimeZoneInfo.Utc).ShouldBeNull();
        CommitLogState.Trouble(seen, new SourceHostStatus(Samples.Now.AddMinutes(-20), memory, null, ""), Samples.Now, TimeZoneInfo.Utc)
            .ShouldBe("Couldn't get data from GitHub since 11:40, last seen 11:30.");
        CommitLogState.Trouble(seen, new SourceHostStatus(null, memory, Samples.Now.AddMinutes(15), ""), Samples.Now, TimeZoneInfo.Utc)
            .ShouldBe("GitHub's quota for Release is used up until 12:15, last seen 11:30.");
        CommitLogState.Trouble(seen with { Overview = null }, SourceHostStatus.Fresh, Samples.Now, TimeZoneInfo.Utc)
            .ShouldBe("Couldn't get data from GitHub.");
    }

    [Fact]
    public void The_sheet_says_GitHubs_trouble_as_the_commit_log_does()
    {
        var away = new SourceHostStatus(Samples.Now.AddMinutes(-20), null, null, "");
        var usedUp = new SourceHostStatus(null, null, Samples.Now.AddMinutes(15), "");
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), null, null);

        GitHubText.Trouble("GitHub did not answer.", away, Samples.Now, zone).ShouldBe("Couldn't get data from GitHub since 13:40. GitHub did not answer.");
        GitHubText.Trouble("The quota is used up until 12:15 UTC.", usedUp, Samples.Now, zone).ShouldBe("GitHub's quota for Release is used up until 14:15.");
        GitHubText.Trouble("The owner is not known.", null, Samples.Now, zone).ShouldBe("Couldn't get data from GitHub. The owner is not known.");
    }

    private static CommitSha Sha(int number) => CommitSha.Parse(number.ToString("x40", System.Globalization.CultureInfo.InvariantCulture));

    private static CommitPlace Place(string environment, string version, int? commit) =>
        new(EnvironmentName.Parse(environment), ImageTag.Parse(version), commit is { } number ? Sha(number) : null);

    private static CommitLog Log(int commits, IReadOnlyList<CommitPlace> places) => new(
        Repository,
        new CachedOverview(
            new SourceOverview(
                Repository, "main",
                [.. Enumerable.Range(0, commits).Select(number => new SourceCommit(Sha(number), $"Commit {number}", "ann", "Ann", Samples.Now.AddHours(-number)))],
                [], 0, Samples.Now),
            null),
        places);
}
