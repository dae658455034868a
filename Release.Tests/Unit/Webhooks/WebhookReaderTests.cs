using Release.Core.Sources;
using Release.Core.Webhooks;
using Release.Integrations.GitHub.Webhooks;
using Release.Tests.Support.Webhooks;

namespace Release.Tests.Unit.Webhooks;

public sealed class WebhookReaderTests
{
    private readonly WebhookReader _reader = new();

    [Theory]
    [InlineData("release", 19)]
    [InlineData("workflow_run", 10)]
    [InlineData("push", 13)]
    [InlineData("package", 8)]
    [InlineData("registry_package", 8)]
    public void Every_example_of_GitHubs_is_read(string eventName, int atLeast)
    {
        var read = GitHubExamples.Of(eventName).Select(example => _reader.Read(eventName, example.Payload)).ToArray();

        read.Length.ShouldBeGreaterThanOrEqualTo(atLeast);
        read.ShouldAllBe(happened => happened.Repository.Contains('/'));
    }

    [Fact]
    public void A_release_says_its_tag_and_who_published_it()
    {
        var example = GitHubExamples.Of("release").Select(each => _reader.Read("release", each.Payload)).OfType<SourceEvent.Released>().First();

        example.ShouldBe(new SourceEvent.Released("Codertocat/Hello-World", "0.0.1", IsDraft: false, IsPrerelease: false, "Codertocat"));
    }

    [Theory]
    [InlineData("created")]
    [InlineData("edited")]
    [InlineData("deleted")]
    [InlineData("prereleased")]
    [InlineData("released")]
    [InlineData("unpublished")]
    public void Only_a_published_release_is_one(string action) =>
        _reader.Read("release", Payload.Release("a/b", "v1", action)).ShouldBeOfType<SourceEvent.Ignored>();

    [Fact]
    public void A_run_says_how_far_it_is()
    {
        var heard = _reader.Read("workflow_run", Payload.Run("a/b", 5, "completed", "action_required", "2026-11-22T10:00:00Z", 2)).ShouldBeOfType<SourceEvent.WorkflowRunUpdated>();

        (heard.Run.State, heard.Run.Attempt, heard.Run.Path).ShouldBe((BuildState.Queued, 2, ".github/workflows/deploy.yml"));
    }

    [Theory]
    [InlineData("refs/heads/main", false, ReferenceKind.Branch, "main", true)]
    [InlineData("refs/heads/a/b", false, ReferenceKind.Branch, "a/b", false)]
    [InlineData("refs/tags/main", true, ReferenceKind.Tag, "main", false)]
    public void A_push_says_what_moved(string reference, bool deleted, ReferenceKind kind, string name, bool isDefault)
    {
        var pushed = _reader.Read("push", Payload.Push("a/b", reference, deleted)).ShouldBeOfType<SourceEvent.Pushed>();

        (pushed.Kind, pushed.Name, pushed.IsDefaultBranch, pushed.Head is null).ShouldBe((kind, name, isDefault, deleted));
    }

    [Theory]
    [InlineData("release", "")]
    [InlineData("release", "null")]
    [InlineData("release", "[]")]
    [InlineData("release", "{}")]
    [InlineData("release", """{"release":5}""")]
    [InlineData("release", """{"action":"published","release":{},"repository":{"full_name":"a/b"}}""")]
    [InlineData("release", """{"action":"published","release":{"tag_name":"v1"},"repository":{}}""")]
    [InlineData("workflow_run", """{"workflow_run":{"id":"5"},"repository":{"full_name":"a/b"}}""")]
    [InlineData("workflow_run", """{"workflow_run":{"id":5,"head_sha":"nothing","updated_at":"2026-11-22T10:00:00Z"},"repository":{"full_name":"a/b"}}""")]
    [InlineData("workflow_run", """{"workflow_run":{"id":5,"head_sha":"5779607b49aab1200488439f02372c57b4f75444","updated_at":"yesterday"},"repository":{"full_name":"a/b"}}""")]
    [InlineData("push", """{"repository":{"full_name":"a/b"}}""")]
    [InlineData("package", """{"action":"published"}""")]
    [InlineData("release", """{"action":5,"release":{"tag_name":"v1"},"repository":{"full_name":"a/b"}}""")]
    [InlineData("release", """{"action":"never heard of","release":{"tag_name":"v1"},"repository":{"full_name":"a/b"}}""")]
    public void What_is_not_GitHubs_is_a_format_error(string eventName, string payload) =>
        Should.Throw<FormatException>(() => _reader.Read(eventName, payload));

    [Fact]
    public void No_cut_makes_anything_but_a_format_error()
    {
        foreach (var eventName in new[] { "release", "workflow_run", "push", "package" })
        {
            var payload = GitHubExamples.Of(eventName).First().Payload;
            for (var length = 0; length < payload.Length; length += 37)
            {
                Should.Throw<FormatException>(() => _reader.Read(eventName, payload[..length]), $"{eventName} cut at {length}");
            }
        }
    }

    [Theory]
    [InlineData("<script>", "somebody")]
    [InlineData("dependabot[bot]", "dependabot[bot]")]
    public void A_login_that_is_none_is_nobodys(string login, string expected) =>
        _reader.Read("push", Payload.Push("a/b", "refs/heads/main").Replace("octocat", login)).ShouldBeOfType<SourceEvent.Pushed>().Login.ShouldBe(expected);
}
