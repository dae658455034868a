using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Release.Sandbox.GitHub.Tokens;
using Release.Tests.Integration.Git;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The sandbox's GitHub takes pushes of the real git client, and refuses them, as GitHub does.</summary>
public sealed class GitHubPushTests : IAsyncLifetime
{
    private SandboxUnderTest _sandbox = null!;
    private ReleaseStub _release = null!;
    private GitHubClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxUnderTest.StartAsync();
        _release = await ReleaseStub.StartAsync();
        _sandbox.World.SetRelease(_release.Address, "secret");
        _client = new GitHubClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        await _release.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("publisher")]
    [InlineData("config")]
    public async Task A_push_moves_the_branch_and_sends_one_webhook(string repository)
    {
        var before = await _client.TipAsync(repository);
        var clone = await CloneAsync(repository);
        var first = await CommitAsync(clone, "docs/first.md", "1");
        var second = await CommitAsync(clone, "docs/second.md", "2");

        await PushAsync(clone, "HEAD:main");

        (await _client.TipAsync(repository)).ShouldBe(second);
        var push = (await PushesAsync(repository)).ShouldHaveSingleItem().Json;
        (push["ref"].Text(), push["before"].Text(), push["after"].Text()).ShouldBe(("refs/heads/main", before, second));
        (push["created"].Text(), push["deleted"].Text(), push["forced"].Text()).ShouldBe(("false", "false", "false"));
        push["commits"]!.AsArray().Select(commit => commit!["id"].Text()).ShouldBe([first, second]);
        push["commits"]![1]!["added"]![0].Text().ShouldBe("docs/second.md");
        push["pusher"]!["name"].Text().ShouldBe("release-machine");
        push["repository"]!["full_name"].Text().ShouldBe($"example/{repository}");
    }

    [Fact]
    public async Task Release_writes_the_configuration_repository_by_git_over_HTTP()
    {
        await using var remote = await TestRemote.CreateAsync(); // Only for its folder: the mirror is kept there.
        var repository = remote.Open(options => options.Url = Url("config"));

        var commit = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2000"), _sandbox.Cancelled);

        (await _client.TipAsync("config")).ShouldBe(commit.Merge);
        var push = (await PushesAsync("config")).ShouldHaveSingleItem().Json;
        push["after"].Text().ShouldBe(commit.Merge);
        push["commits"]!.AsArray().Select(entry => entry!["modified"]!.AsArray().SingleOrDefault().Text()).ShouldContain("charts/app-config/image-tags/integration/publisher");
        await _sandbox.RefreshAsync();
        await _sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v2000"));
    }

    [Theory]
    [InlineData("", "publisher", 401, "No anonymous write access")]
    [InlineData("me:wrong@", "publisher", 401, "Invalid username or token")]
    [InlineData("x-access-token:gho_reader@", "publisher", 403, "Permission to example/publisher.git denied to mei-tanaka")]
    [InlineData("x-access-token:gho_outsider@", "publisher", 403, "Permission to example/publisher.git denied to sam-outerbridge")]
    [InlineData("x-access-token:gho_member@", "nothing", 404, "Repository not found")]
    [InlineData("", "nothing", 401, "No anonymous write access")]
    public async Task A_push_without_the_right_to_it_is_refused(string credentials, string repository, int status, string message)
    {
        RegisterTokens();
        var clone = await CloneAsync("publisher");
        await CommitAsync(clone, "docs/new.md", "1");
        var before = await _client.TipAsync("publisher");

        var (exit, errors) = await TryGitAsync(clone, "push", Url(repository, credentials), "HEAD:main");

        exit.ShouldNotBe(0, errors);
        using var answer = await AskAsync(HttpMethod.Get, $"{repository}.git/info/refs?service=git-receive-pack", credentials);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(_sandbox.Cancelled)).ShouldStartWith(message);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe(status == 401 ? "Basic realm=\"GitHub\"" : "");
        using var post = await AskAsync(HttpMethod.Post, $"{repository}.git/git-receive-pack", credentials, Encoding.ASCII.GetBytes("0000"));
        ((int)post.StatusCode).ShouldBe(status);
        (await _client.TipAsync("publisher")).ShouldBe(before);
        (await PushesAsync("publisher")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x-access-token:gho_member@")]
    [InlineData("anything:gho_member@")]
    [InlineData("gho_member:x-oauth-basic@")]
    [InlineData("gho_member@")]
    [InlineData("x-access-token:ghs_app@")]
    public async Task A_token_that_may_write_pushes_whatever_the_name_beside_it(string credentials)
    {
        RegisterTokens();
        var clone = await CloneAsync("publisher");
        var commit = await CommitAsync(clone, "docs/new.md", "1");

        await _sandbox.GitAsync(clone, "push", "--quiet", Url("publisher", credentials), "HEAD:main");

        (await _client.TipAsync("publisher")).ShouldBe(commit);
        (await PushesAsync("publisher")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_fetch_needs_no_token_but_refuses_a_wrong_one()
    {
        (await TryGitAsync(_sandbox.Directory, "ls-remote", Url("publisher", ""))).Exit.ShouldBe(0);
        (await TryGitAsync(_sandbox.Directory, "ls-remote", Url("publisher", "").Replace(".git", "", StringComparison.Ordinal))).Exit.ShouldBe(0);
        (await TryGitAsync(_sandbox.Directory, "ls-remote", Url("nothing", ""))).Exit.ShouldNotBe(0);
        using var answer = await AskAsync(HttpMethod.Get, "publisher.git/info/refs?service=git-upload-pack", "me:wrong@");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_push_from_an_old_tip_is_refused_unless_it_is_forced()
    {
        var (mine, theirs) = (await CloneAsync("publisher"), await CloneAsync("publisher"));
        var other = await CommitAsync(theirs, "docs/theirs.md", "1");
        await PushAsync(theirs, "HEAD:main");
        var own = await CommitAsync(mine, "docs/mine.md", "1");

        var (exit, errors) = await TryGitAsync(mine, "push", "origin", "HEAD:main");

        exit.ShouldNotBe(0);
        errors.ShouldContain("(fetch first)");
        (await _client.TipAsync("publisher")).ShouldBe(other);
        await PushAsync(mine, "+HEAD:main");
        (await _client.TipAsync("publisher")).ShouldBe(own);
        var pushes = await PushesAsync("publisher");
        pushes.Select(push => (push.Json["after"].Text(), push.Json["forced"].Text())).ShouldBe([(other, "false"), (own, "true")]);
        pushes[1].Json["before"].Text().ShouldBe(other);
    }

    [Fact]
    public async Task Webhooks_report_only_the_references_that_git_accepted()
    {
        var clone = await CloneAsync("publisher");
        var commit = await CommitAsync(clone, "docs/new.md", "1");

        var (exit, errors) = await TryGitAsync(clone, "push", "origin", "HEAD:refs/heads/topic", "HEAD:refs/pull/999/head", ":main", "HEAD:refs/tags/v9000");

        exit.ShouldNotBe(0);
        errors.ShouldContain("refs/pull/999/head (deny updating a hidden ref)");
        errors.ShouldContain("main (deletion of the current branch prohibited)");
        (await PushesAsync("publisher")).Select(push => (push.Json["ref"].Text(), push.Json["after"].Text()))
            .ShouldBe([("refs/heads/topic", commit), ("refs/tags/v9000", commit)], ignoreOrder: true);
        await PushAsync(clone, ":topic");
        (await PushesAsync("publisher"))[^1].Json["deleted"].Text().ShouldBe("true");
    }

    [Fact]
    public async Task More_than_three_tags_at_once_make_no_events()
    {
        var clone = await CloneAsync("publisher");

        await PushAsync(clone, "HEAD:refs/tags/a", "HEAD:refs/tags/b", "HEAD:refs/tags/c", "HEAD:refs/tags/d", "HEAD:refs/heads/topic");

        (await PushesAsync("publisher")).ShouldHaveSingleItem().Json["ref"].Text().ShouldBe("refs/heads/topic");
    }

    [Fact]
    public async Task One_of_four_concurrent_pushes_to_a_branch_succeeds_and_all_to_different_branches()
    {
        var clones = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CloneAsync("publisher")));
        var commits = await Task.WhenAll(clones.Select((clone, number) => CommitAsync(clone, "docs/new.md", $"{number}")));

        var results = await Task.WhenAll(clones.Select(clone => TryGitAsync(clone, "push", "origin", "HEAD:main")));
        await Task.WhenAll(clones.Select((clone, number) => PushAsync(clone, $"HEAD:topic-{number}")));

        var winner = results.Select((result, number) => (result.Exit, number)).Where(result => result.Exit == 0).ShouldHaveSingleItem().number;
        (await _client.TipAsync("publisher")).ShouldBe(commits[winner]);
        var pushes = await PushesAsync("publisher");
        pushes.Count(push => push.Json["ref"].Text() == "refs/heads/main").ShouldBe(1);
        pushes.Where(push => push.Json["ref"].Text() != "refs/heads/main").Select(push => push.Json["after"].Text()).ShouldBe(commits, ignoreOrder: true);
    }

    [Theory]
    [InlineData("http.postBuffer=65536")] // In chunks, after a request that only tries the credentials.
    [InlineData("http.postBuffer=20000000")] // At once.
    public async Task A_push_may_be_larger_than_an_API_request(string setting)
    {
        var clone = await CloneAsync("publisher");
        var large = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6 * 1024 * 1024));
        var commit = await CommitAsync(clone, "large.txt", large);

        await _sandbox.GitAsync(clone, "-c", setting, "push", "--quiet", "origin", "HEAD:main");

        (await _client.TipAsync("publisher")).ShouldBe(commit);
        (await PushesAsync("publisher")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_beyond_the_limit_is_refused_also_when_it_is_compressed()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[65 * 1024 * 1024], _sandbox.Cancelled);
        }

        using var answer = await AskAsync(HttpMethod.Post, "publisher.git/git-receive-pack", $"x:{_sandbox.World.GitHubToken}@", packed.ToArray(), "gzip");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_request_that_is_not_a_push_is_refused()
    {
        using var answer = await AskAsync(HttpMethod.Post, "publisher.git/git-receive-pack", $"x:{_sandbox.World.GitHubToken}@", Encoding.ASCII.GetBytes("hello"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Fetches_speak_version_2_also_compressed()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.ASCII.GetBytes("0014command=ls-refs\n0001001bref-prefix refs/heads/\n0000"), _sandbox.Cancelled);
        }

        using var advertised = await AskAsync(HttpMethod.Get, "publisher.git/info/refs?service=git-upload-pack", "");
        using var listed = await AskAsync(HttpMethod.Post, "publisher.git/git-upload-pack", "", packed.ToArray(), "gzip");

        (await advertised.Content.ReadAsStringAsync(_sandbox.Cancelled)).ShouldContain("version 2");
        (await listed.Content.ReadAsStringAsync(_sandbox.Cancelled)).ShouldContain($"{await _client.TipAsync("publisher")} refs/heads/main");
    }

    [Fact]
    public async Task An_open_pull_request_follows_a_push_to_its_branch()
    {
        var pull = (await _client.ReadAsync("/repos/example/publisher/pulls?state=open"))[0]!;
        var clone = await CloneAsync("publisher");
        await _sandbox.GitAsync(clone, "checkout", "--quiet", pull["head"]!["ref"].Text());
        var commit = await CommitAsync(clone, "docs/review.md", "1");

        await PushAsync(clone, "HEAD");

        (await _client.ReadAsync($"/repos/example/publisher/pulls/{pull["number"]}"))["head"]!["sha"].Text().ShouldBe(commit);
    }

    private void RegisterTokens()
    {
        var tokens = _sandbox.World.GitHub.State.Tokens;
        tokens.Register("gho_member", new GitHubIdentity("mei-tanaka", null, ["repo"]), null);
        tokens.Register("gho_reader", new GitHubIdentity("mei-tanaka", null, ["read:org"]), null);
        tokens.Register("gho_outsider", new GitHubIdentity("sam-outerbridge", null, ["repo"]), null);
        tokens.Register("ghs_app", new GitHubIdentity("release-sandbox[bot]", 1, []), null);
    }

    private string Url(string repository, string? credentials = null) =>
        $"http://{credentials ?? $"x-access-token:{_sandbox.World.GitHubToken}@"}{_sandbox.World.Endpoints.GitHub.Authority}/example/{repository}.git";

    private async Task<string> CloneAsync(string repository)
    {
        var clone = Path.Combine(_sandbox.Directory, $"clone-{Guid.NewGuid():N}");
        await _sandbox.GitAsync(_sandbox.Directory, "clone", "--quiet", Url(repository), clone);
        return clone;
    }

    private async Task<string> CommitAsync(string clone, string path, string content)
    {
        var file = Path.Combine(clone, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, content, _sandbox.Cancelled);
        await _sandbox.GitAsync(clone, "add", "--all");
        await _sandbox.GitAsync(clone, "-c", "user.name=Test", "-c", "user.email=test@release.invalid", "commit", "--quiet", "--message", $"Change {path}");
        return (await _sandbox.GitAsync(clone, "rev-parse", "HEAD")).Trim();
    }

    private Task PushAsync(string clone, params string[] references) => _sandbox.GitAsync(clone, ["push", "--quiet", "origin", .. references]);

    /// <summary>The push webhooks of a repository so far: those before that of a branch which is made now.</summary>
    private async Task<IReadOnlyList<StubRequest>> PushesAsync(string repository)
    {
        var marker = $"refs/heads/marker-{Guid.NewGuid():N}";
        await _client.BranchAsync(repository, marker["refs/heads/".Length..], await _client.TipAsync(repository));
        await _release.WaitAsync(all => [.. all.Where(request => request.IsWebhook && request.Json["ref"].Text() == marker)], 1, _sandbox.Cancelled);
        return [.. _release.Webhooks.Where(hook => hook.Event == "push" && hook.Json["repository"]!["name"].Text() == repository && !hook.Json["ref"].Text().Contains("/marker-", StringComparison.Ordinal))];
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string credentials, byte[]? body = null, string? encoding = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_sandbox.World.Endpoints.GitHub, $"example/{path}"));
        request.Headers.Add("Git-Protocol", "version=2");
        if (credentials.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials.TrimEnd('@'))));
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (encoding is not null)
            {
                request.Content.Headers.ContentEncoding.Add(encoding);
            }
        }

        return await _sandbox.Http.SendAsync(request, _sandbox.Cancelled);
    }

    private async Task<(int Exit, string Errors)> TryGitAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(_sandbox.Cancelled);
        await process.StandardOutput.ReadToEndAsync(_sandbox.Cancelled);
        await process.WaitForExitAsync(_sandbox.Cancelled);
        return (process.ExitCode, await errors);
    }
}
