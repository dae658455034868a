using System.Net;
using Release.Core.Configuration;
using Release.Core.Failures;
using Release.Tests.Integration.Git;

namespace Release.Tests.Integration.GitHub;

/// <summary>GitHub's API keeps the same contract as git, whatever is cut off in the middle.</summary>
public sealed class ConfigUpdateTests : UpdateContract
{
    private const string Publisher = TestRemote.Folder + "/integration/publisher";
    private const string Content = "image_tag: v1\npromote_deployment: true\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_made_of_the_calls_that_the_contract_names()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        Interference? calls = null;
        var github = (await ConfigServer.StartAsync(remote)).Open(remote, inner => calls = new Interference(inner));

        await github.Configuration.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        calls!.Changes.ShouldBe([
            "POST /repos/example/config/git/refs",
            $"PUT /repos/example/config/contents/{Uri.EscapeDataString(Publisher)}",
            "POST /repos/example/config/merges",
            "DELETE /repos/example/config/git/refs/heads%2Fupdate-image-tag%2Fpublisher%2Fintegration%2Fv2"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Killed_after_any_call_it_is_done_once_the_next_time(int call)
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var server = await ConfigServer.StartAsync(remote);
        Interference? killed = null;
        await using (var first = new GitHubUnderTest(server.Address, configure: options => options.Token = server.Token, wrap: inner => killed = new Interference(inner) { HoldAfter = call }))
        {
            var update = first.Configuration.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);
            await killed!.Held.WaitAsync(Token);
            await first.Configuration.DisposeAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => update);
        }

        var github = server.Open(remote);
        var commit = await github.Configuration.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        commit.Changed.ShouldBe(call < 3);
        (await remote.GitAsync("rev-list", "--count", "--merges", "main")).ShouldBe("1");
        (await remote.GitAsync("rev-list", "--count", "--no-merges", "main")).ShouldBe("2");
        (await remote.FileAsync(Publisher)).ShouldBe(Content.Replace("v1", "v2", StringComparison.Ordinal));
        (await remote.LinesAsync("for-each-ref", "--format=%(refname)")).ShouldBe(["refs/heads/main"]);
        (await remote.GitAsync("show", "--no-patch", "--format=%s", commit.Commit)).ShouldBe("Update publisher image tag to v2 for integration");
    }

    [Fact]
    public async Task A_merge_whose_answer_was_lost_is_recognised_as_its_own()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var github = (await ConfigServer.StartAsync(remote)).Open(remote, inner => new Interference(inner) { LoseAnswerTo = "/merges" });

        var commit = await github.Configuration.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        commit.Changed.ShouldBeTrue();
        commit.Merge.ShouldBe(await remote.GitAsync("rev-parse", "main"));
        (await remote.GitAsync("rev-list", "--count", "--merges", "main")).ShouldBe("1");
    }

    [Fact]
    public async Task Somebody_else_who_is_faster_loses_nothing()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var github = await OvertakenAsync(remote, "image_tag: v9\npromote_deployment: false\n");

        await github.Configuration.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.FileAsync(Publisher)).ShouldBe("image_tag: v2\npromote_deployment: false\n");
        (await remote.LinesAsync("for-each-ref", "--format=%(refname)")).ShouldBe(["refs/heads/main"]);
    }

    [Fact]
    public async Task A_server_that_has_not_heard_of_the_newest_commit_yet_does_not_miss_the_file()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var github = (await ConfigServer.StartAsync(remote)).Open(remote);

        var refusal = await Should.ThrowAsync<OutsideException>(() => github.Calls.FileAsync(Publisher, new string('a', 40), Token));

        refusal.IsAway.ShouldBeTrue("it is worth coming back");
        var tip = await remote.GitAsync("rev-parse", "main");
        (await github.Calls.FileAsync(Publisher + "-else", tip, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Flags_that_lost_a_race_leave_no_branch()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var github = await OvertakenAsync(remote, Content.Replace("v1", "v9", StringComparison.Ordinal));

        await github.Configuration.UpdateAsync(ConfigEdit.ForFlags(TestRemote.Cell("publisher", "integration"), null, false, "Ada"), Token);

        (await remote.FileAsync(Publisher)).ShouldBe("image_tag: v9\npromote_deployment: false\n");
        (await remote.LinesAsync("for-each-ref", "--format=%(refname)")).ShouldBe(["refs/heads/main"]);
    }

    [Fact]
    public async Task A_token_that_may_only_read_says_what_is_missing()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var server = await ConfigServer.StartAsync(remote);
        var github = remote.Keep(new GitHubUnderTest(server.Address, configure: options => options.Token = ""));

        var refusal = await Should.ThrowAsync<OutsideException>(() => github.Configuration.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token));

        refusal.Kind.ShouldBeOneOf(FailureKind.Permission, FailureKind.NotFound);
        (await github.Configuration.ReadAllAsync(Token)).Files.ShouldHaveSingleItem();
    }

    private protected override async Task<IConfigRepository> OpenAsync(TestRemote remote) => (await ConfigServer.StartAsync(remote)).Open(remote).Configuration;

    /// <summary>Somebody else pushes this just before Release's first merge.</summary>
    private static async Task<GitHubUnderTest> OvertakenAsync(TestRemote remote, string theirs)
    {
        var pushed = false;
        return (await ConfigServer.StartAsync(remote)).Open(remote, inner => new Interference(inner)
        {
            Before = async path =>
            {
                if (path.EndsWith("/merges", StringComparison.Ordinal) && !pushed)
                {
                    pushed = true;
                    await remote.PushAsync("Theirs", (Publisher, theirs));
                }
            },
        });
    }

    /// <summary>Stands between Release and GitHub.</summary>
    private sealed class Interference(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly Lock _lock = new();
        private readonly List<string> _changes = [];
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isLost;

        /// <summary>After so many changes no answer comes back any more.</summary>
        public int HoldAfter { get; init; }

        public string? LoseAnswerTo { get; init; }

        public Func<string, Task>? Before { get; init; }

        public Task Held => _held.Task;

        public IReadOnlyList<string> Changes
        {
            get
            {
                lock (_lock)
                {
                    return [.. _changes];
                }
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            await (Before?.Invoke(path) ?? Task.CompletedTask);
            var response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Get)
            {
                return response;
            }

            int count;
            lock (_lock)
            {
                _changes.Add($"{request.Method} {path}");
                count = _changes.Count;
            }

            if (count == HoldAfter)
            {
                _held.SetResult();
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            if (LoseAnswerTo is not null && path.EndsWith(LoseAnswerTo, StringComparison.Ordinal) && !_isLost)
            {
                _isLost = true;
                throw new HttpRequestException("The answer was lost.", null, HttpStatusCode.BadGateway);
            }

            return response;
        }
    }
}
