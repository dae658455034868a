using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Tests.Support.Pages;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

/// <summary>The sheet asks GitHub beside its form.</summary>
public sealed class DeployPreviewLoaderTests : IDisposable
{
    private static readonly EnvironmentName Integration = EnvironmentName.Parse("integration");
    private static readonly CommitSha Commit = CommitSha.Parse("5779607b49aab1200488439f02372c57b4f75444");
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly FakeTimeProvider _clock = new();
    private readonly ISourceHost _source = Substitute.For<ISourceHost>();
    private readonly IImageRegistry _registry = Substitute.For<IImageRegistry>();
    private readonly BoardRow _row = Samples.Row();
    private readonly DeployPreviewLoader _look;
    private int _changes;

    public DeployPreviewLoaderTests()
    {
        var sources = new SourceSettings("", "https://github.example");
        var board = Substitute.For<IBoard>();
        board.Find(default!).ReturnsForAnyArgs(_row);
        _registry.LooksUp.Returns(true);
        _source.ResolveAsync(default!, default!, Cancel).ReturnsForAnyArgs(call =>
            new ResolvedReference(call.ArgAt<GitReferenceName>(1), ReferenceKind.Branch, Commit, Samples.Now));
        _source.SuggestAsync(default!, default!, Cancel).ReturnsForAnyArgs([GitReferenceName.Parse("my-branch")]);
        var status = Substitute.For<ISourceHostStatus>();
        status.Current.Returns(SourceHostStatus.Fresh);
        var previews = new DeployPreviews(
            new VersionResolver(board, _registry, _source, sources), new ChangeSetBuilder(_source, new MigrationFiles(new ChangesSettings([]))), Substitute.For<IDeployedCommits>(), _source, status, sources, Samples.Order);
        _look = new DeployPreviewLoader(previews, _source, sources, _clock);
    }

    public void Dispose() => _look.Dispose();

    [Fact]
    public async Task It_asks_once_for_what_was_typed_last()
    {
        var first = LoadAsync("m");
        var second = LoadAsync("my");
        var third = LoadAsync("my-branch");
        _look.IsLoading.ShouldBeTrue();
        _clock.Advance(Pause);
        await Task.WhenAll(first, second, third);

        _look.IsLoading.ShouldBeFalse();
        _look.Resolved.ShouldBeOfType<ResolvedVersion.Found>().Reference.ShouldBe("my-branch");
        _look.References.ShouldHaveSingleItem();
        await _source.Received(1).SuggestAsync(Arg.Any<SourceRepository>(), Arg.Any<string>(), Arg.Any<CancellationToken>());
        _changes.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_cannot_be_a_version_is_not_asked_for()
    {
        var asking = LoadAsync("; rm");
        _look.IsLoading.ShouldBeFalse();
        _clock.Advance(Pause);
        await asking;

        _look.Preview.ShouldBeNull();
        await _source.DidNotReceiveWithAnyArgs().ResolveAsync(default!, default!, Cancel);
    }

    [Fact]
    public async Task A_slow_answer_to_an_old_question_is_not_shown()
    {
        var slow = new TaskCompletionSource<ResolvedReference?>();
        _source.ResolveAsync(Arg.Any<SourceRepository>(), Arg.Is<GitReferenceName>(name => name.Value == "old"), Arg.Any<CancellationToken>()).Returns(slow.Task);
        var old = LoadAsync("old");
        _clock.Advance(Pause);
        var newer = LoadAsync("my-branch");
        _clock.Advance(Pause);
        await newer;
        slow.SetResult(null);
        await old;

        _look.Resolved.ShouldBeOfType<ResolvedVersion.Found>().Reference.ShouldBe("my-branch");
    }

    [Fact]
    public async Task With_GitHub_away_it_says_so_and_asks_again_when_told()
    {
        _source.ResolveAsync(default!, default!, Cancel).ThrowsAsyncForAnyArgs(new OutsideException("GitHub did not answer.", FailureKind.Network));
        _source.SuggestAsync(default!, default!, Cancel).ThrowsAsyncForAnyArgs(new OutsideException("GitHub did not answer.", FailureKind.Network));
        var asking = LoadAsync("my-branch");
        _clock.Advance(Pause);
        await asking;
        _look.Resolved.ShouldBeOfType<ResolvedVersion.Away>();
        _look.Preview!.Trouble.ShouldNotBeNull().ShouldContain("GitHub did not answer.");

        _source.ResolveAsync(default!, default!, Cancel).ReturnsForAnyArgs(
            new ResolvedReference(GitReferenceName.Parse("my-branch"), ReferenceKind.Branch, Commit, Samples.Now));
        var again = _look.ReloadAsync(_row, "ann", Changed);
        _clock.Advance(Pause);
        await again;

        _look.Resolved.ShouldBeOfType<ResolvedVersion.Found>();
    }

    private Task LoadAsync(string version) => _look.LoadAsync(_row, Integration, version, "ann", Changed);

    private Task Changed()
    {
        _changes++;
        return Task.CompletedTask;
    }
}
