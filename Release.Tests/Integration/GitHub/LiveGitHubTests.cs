using Release.Core.Sources;

namespace Release.Tests.Integration.GitHub;

/// <summary>The ports against a GitHub with data, whichever it is: what one answer says, the others must bear out.</summary>
public sealed class LiveGitHubTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_overview_names_can_be_resolved()
    {
        await using var live = await LiveGitHub.ConnectAsync();
        var overview = await live.GitHub.Host.OverviewAsync(live.Repository, Cancelled);

        overview!.Commits.ShouldNotBeEmpty();
        overview.Commits.Count.ShouldBeLessThanOrEqualTo(40);
        overview.Commits.Select(commit => commit.CommittedAt).ShouldBe(overview.Commits.Select(commit => commit.CommittedAt).OrderDescending());
        overview.Tags.ShouldNotBeEmpty();
        overview.Tags.Select(tag => tag.CommittedAt).ShouldBe(overview.Tags.Select(tag => tag.CommittedAt).OrderDescending());

        var head = overview.Commits[0];
        var branch = await ResolveAsync(live, overview.DefaultBranch);
        (branch!.Kind, branch.Sha).ShouldBe((ReferenceKind.Branch, head.Sha));
        branch.CommittedAt.ShouldBe(head.CommittedAt);

        var newest = overview.Tags[0];
        var tag = await ResolveAsync(live, newest.Name);
        (tag!.Kind, tag.Sha).ShouldBe((ReferenceKind.Tag, newest.Sha));
        (await TagsOnAsync(live, tag)).ShouldContain(newest.Name);

        foreach (var name in new[] { newest.Sha.Value, newest.Sha.Short })
        {
            var commit = await ResolveAsync(live, name);
            (commit!.Kind, commit.Sha, commit.Reference.Value).ShouldBe((ReferenceKind.Commit, newest.Sha, newest.Sha.Value));
            (await TagsOnAsync(live, commit)).ShouldContain(newest.Name);
        }

        (await ResolveAsync(live, "no/such-branch-or-tag")).ShouldBeNull();
        (await ResolveAsync(live, new string('f', 40))).ShouldBeNull();
        (await live.GitHub.Host.OverviewAsync(SourceRepository.Parse($"{live.Repository.Owner}/no-such-repository"), Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task An_old_tag_is_found_on_its_commit_too()
    {
        await using var live = await LiveGitHub.ConnectAsync();
        var suggested = await live.GitHub.Host.SuggestAsync(live.Repository, "v1", Cancelled);
        var oldest = await ResolveAsync(live, suggested[0].Value);

        oldest!.Kind.ShouldBe(ReferenceKind.Tag);
        (await TagsOnAsync(live, oldest)).ShouldContain(suggested[0].Value);
    }

    [Fact]
    public async Task Forth_and_back_name_the_same_commits()
    {
        await using var live = await LiveGitHub.ConnectAsync();
        var tags = (await live.GitHub.Host.OverviewAsync(live.Repository, Cancelled))!.Tags;
        var (older, newer) = (tags[^1].Sha, tags[0].Sha);

        var forth = await live.GitHub.Host.CompareAsync(live.Repository, older, newer, Cancelled);
        var back = await live.GitHub.Host.CompareAsync(live.Repository, newer, older, Cancelled);

        forth!.Relation.ShouldBe(ChangeRelation.Ahead);
        forth.Commits.ShouldNotBeEmpty();
        forth.CommitCount.ShouldBe(forth.Commits.Count);
        forth.Commits[^1].Sha.ShouldBe(newer);
        forth.Files.ShouldNotBeEmpty();
        forth.Commits.ShouldContain(commit => commit.PullRequest != null);
        back!.Relation.ShouldBe(ChangeRelation.Behind);
        back.Removed.ShouldBe(forth.Commits);
        back.Files.Select(file => file.Path).Order().ShouldBe(forth.Files.Select(file => file.Path).Order());
        (await live.GitHub.Host.CompareAsync(live.Repository, newer, newer, Cancelled))!.Relation.ShouldBe(ChangeRelation.Identical);
        (await live.GitHub.Host.CompareAsync(live.Repository, CommitSha.Parse(new string('f', 40)), newer, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task Both_ways_agree_on_what_CI_says()
    {
        await using var live = await LiveGitHub.ConnectAsync();
        var commit = (await live.GitHub.Host.OverviewAsync(live.Repository, Cancelled))!.Commits[^1];
        (await live.GitHub.Host.ChecksAsync(live.Repository, commit.Sha, Cancelled)).ShouldBe(commit.Checks);
    }

    [Fact]
    public async Task Branches_and_tags_are_suggested()
    {
        await using var live = await LiveGitHub.ConnectAsync();
        var overview = await live.GitHub.Host.OverviewAsync(live.Repository, Cancelled);
        (await live.GitHub.Host.SuggestAsync(live.Repository, overview!.DefaultBranch[..2], Cancelled)).Select(name => name.Value).ShouldContain(overview.DefaultBranch);
        (await live.GitHub.Host.SuggestAsync(live.Repository, "", Cancelled))[0].Value.ShouldBe(overview.Tags[0].Name);
        (await live.GitHub.Host.SuggestAsync(live.Repository, "no/such", Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Strangers_belong_to_nothing()
    {
        await using var live = await LiveGitHub.ConnectAsync();
        var owner = live.Repository.Owner;
        (await live.GitHub.Teams.IsActiveMemberAsync(owner, null, "nobody-of-that-name-0", Cancelled)).ShouldBeFalse();
        (await live.GitHub.Teams.IsActiveMemberAsync(owner, "no-such-team", "nobody-of-that-name-0", Cancelled)).ShouldBeFalse();
        if (live.Login is { } login)
        {
            (await live.GitHub.Teams.IsActiveMemberAsync(owner, null, login, Cancelled)).ShouldBeTrue();
        }
    }

    private static Task<IReadOnlyList<string>> TagsOnAsync(LiveGitHub live, ResolvedReference found) =>
        live.GitHub.Host.TagsOnAsync(live.Repository, found.Sha, found.CommittedAt, Cancelled);

    private static Task<ResolvedReference?> ResolveAsync(LiveGitHub live, string name) =>
        live.GitHub.Host.ResolveAsync(live.Repository, GitReferenceName.Parse(name), Cancelled);
}
