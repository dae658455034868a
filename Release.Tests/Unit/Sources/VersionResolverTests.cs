using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Tests.Support;
using Release.Tests.Support.Board;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Sources;

/// <summary>What people type, and which image that is.</summary>
public sealed class VersionResolverTests
{
    private readonly FakeGitHub _gitHub = new(new FakeTimeProvider()) { LooksUp = true };

    public VersionResolverTests()
    {
        _gitHub.Images.UnionWith(["v12", "v13", "main-build", "release-" + Commits.Sha('9')]);
        _gitHub.AddReference("v12", ReferenceKind.Tag, Commits.Sha('a').Value);
        _gitHub.AddReference("v14", ReferenceKind.Tag, Commits.Sha('b').Value);
        _gitHub.AddReference("release/old", ReferenceKind.Tag, Commits.Sha('c').Value);
        _gitHub.AddReference("feature/x", ReferenceKind.Branch, Commits.Sha('d').Value);
        _gitHub.AddReference("main", ReferenceKind.Branch, Commits.Sha('e').Value, "latest", "v9", "v12", "v13", "v14");
        _gitHub.AddReference(Commits.Sha('f').Value, ReferenceKind.Commit, Commits.Sha('f').Value, "v14");
    }

    [Theory]
    [InlineData("v12", "v12", null, null, true)]
    [InlineData(" v12 ", "v12", null, null, true)]
    [InlineData("main-build", "main-build", null, null, true)]
    [InlineData("release-9999999999999999999999999999999999999999", "release-9999999999999999999999999999999999999999", '9', null, true)]
    [InlineData("v14", "v14", 'b', null, false)]
    [InlineData("release/old", "cccccccccccccccccccccccccccccccccccccccc", 'c', "release/old", false)]
    [InlineData("feature/x", "dddddddddddddddddddddddddddddddddddddddd", 'd', "feature/x", false)]
    [InlineData("main", "v13", 'e', "main", true)]
    [InlineData("fffffff", "ffffffffffffffffffffffffffffffffffffffff", 'f', null, false)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffff", "ffffffffffffffffffffffffffffffffffffffff", 'f', null, false)]
    public async Task A_reference_is_an_image(string text, string version, char? commit, string? reference, bool exists)
    {
        var found = (await ResolveAsync(text)).ShouldBeOfType<ResolvedVersion.Found>();

        (found.Version.Value, found.Commit, found.Reference, found.ImageExists)
            .ShouldBe((version, commit is { } digit ? Commits.Sha(digit) : null, reference, exists));
    }

    [Theory]
    [InlineData("v99", "no image, tag, branch or commit 'v99'")]
    [InlineData("no/such/branch", "no image, tag, branch or commit")]
    [InlineData("../etc", "is not valid")]
    [InlineData("a b", "is not valid")]
    public async Task What_is_none_is_said(string text, string reason) =>
        (await ResolveAsync(text)).ShouldBeOfType<ResolvedVersion.Unknown>().Reason.ShouldContain(reason);

    [Fact]
    public async Task With_GitHub_away_images_that_exist_are_found_and_the_rest_says_which_still_go()
    {
        _gitHub.IsAway = true;

        (await ResolveAsync("v12")).ShouldBeOfType<ResolvedVersion.Found>().ImageExists.ShouldBe(true);
        var away = (await ResolveAsync("feature/x")).ShouldBeOfType<ResolvedVersion.Away>();

        away.Reason.ShouldBe("GitHub cannot be asked what 'feature/x' is: GitHub does not answer. Versions whose image is in the registry can be deployed all the same, for example v41.");
    }

    [Fact]
    public async Task With_both_away_what_was_deployed_before_is_taken_as_typed()
    {
        (_gitHub.IsAway, _gitHub.IsRegistryAway) = (true, true);

        (await ResolveAsync("v41")).ShouldBeOfType<ResolvedVersion.Found>().ImageExists.ShouldBeNull();
        (await ResolveAsync("v42")).ShouldBeOfType<ResolvedVersion.Away>();
    }

    [Fact]
    public async Task With_the_registry_away_a_tag_is_its_image_and_a_release_the_likely_one()
    {
        _gitHub.IsRegistryAway = true;

        (await ResolveAsync("v14")).ShouldBeOfType<ResolvedVersion.Found>().Version.Value.ShouldBe("v14");
        (await ResolveAsync("main")).ShouldBeOfType<ResolvedVersion.Found>().Version.Value.ShouldBe("v14");
    }

    [Fact]
    public async Task With_the_registry_away_nobody_says_that_an_image_does_not_exist()
    {
        _gitHub.IsRegistryAway = true;

        (await ResolveAsync("v99")).ShouldBeOfType<ResolvedVersion.Away>().Reason.ShouldBe(
            "example/publisher has no tag, branch or commit 'v99', and the registry is unavailable, so an image of that name cannot be looked up.");
    }

    [Fact]
    public async Task An_image_that_exists_costs_no_call_to_GitHub()
    {
        await ResolveAsync("v12");

        _gitHub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tags_on_a_commit_are_asked_for_only_where_they_may_name_its_image()
    {
        await ResolveAsync("v14");
        _gitHub.Calls.ShouldBe(["resolve v14"]);

        _gitHub.Calls.Clear();
        await ResolveAsync("main");
        _gitHub.Calls.ShouldBe(["resolve main", "tags on eeeeeeeeee"]);
    }

    [Theory]
    [InlineData("anything", true)]
    [InlineData("feature/x", false)]
    public async Task Without_an_owner_only_tags_can_be_taken(string text, bool isTaken)
    {
        var resolver = Resolver(new SourceSettings("", "https://github.com"), Row("publisher"));

        var resolved = await resolver.ResolveAsync(ApplicationName.Parse("publisher"), text, TestContext.Current.CancellationToken);

        (resolved is ResolvedVersion.Found).ShouldBe(isTaken);
        _gitHub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_is_told_as_one()
    {
        var refusing = new RefusingSource(_gitHub);
        var resolver = new VersionResolver(new FixedBoard(Row("example/publisher")), _gitHub, refusing, new SourceSettings("example", ""));

        (await resolver.ResolveAsync(ApplicationName.Parse("publisher"), "v99", TestContext.Current.CancellationToken))
            .ShouldBeOfType<ResolvedVersion.Away>().Reason.ShouldStartWith("GitHub does not say what 'v99' is: no right");
    }

    private static BoardRow Row(string repository) =>
        Boards.Row("publisher", Boards.Cell("integration", "v41"), Boards.Cell("staging", "v41")) with { Repository = repository };

    private Task<ResolvedVersion> ResolveAsync(string text) =>
        Resolver(new SourceSettings("example", "https://github.com"), Row("publisher")).ResolveAsync(ApplicationName.Parse("publisher"), text, TestContext.Current.CancellationToken);

    private VersionResolver Resolver(SourceSettings settings, BoardRow row) => new(new FixedBoard(row), _gitHub, _gitHub, settings);

    private sealed class RefusingSource(ISourceHost inner) : ISourceHost
    {
        public Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken) =>
            throw new OutsideException("no right", FailureKind.Permission);

        public Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken) => inner.OverviewAsync(repository, cancellationToken);

        public Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken) =>
            inner.TagsOnAsync(repository, commit, committedAt, cancellationToken);

        public Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken) => inner.SuggestAsync(repository, begin, cancellationToken);

        public Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken) => inner.CompareAsync(repository, @base, head, cancellationToken);

        public Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken) => inner.ChecksAsync(repository, commit, cancellationToken);
    }
}
