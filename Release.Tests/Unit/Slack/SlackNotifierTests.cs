using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NSubstitute;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Integrations.Slack;

namespace Release.Tests.Unit.Slack;

public sealed class SlackNotifierTests
{
    private const string Secret = "T000-B000-sEcReT";

    private static readonly Guid Id = Guid.Parse("11111111-2222-3333-4444-555555555555");

    private readonly SlackOptions _options = new() { WebhookUrl = $"https://hooks.test/services/{Secret}", PublicUrl = "https://release.test/" };
    private readonly List<string> _log = [];
    private string _body = "";

    [Fact]
    public async Task The_message_says_what_failed_where_and_why_with_a_button()
    {
        await SendAsync(HttpStatusCode.OK, "ok");
        var sent = JsonDocument.Parse(_body).RootElement;

        sent.GetProperty("channel").GetString().ShouldBe("#govuk-deploy-alerts");
        sent.GetProperty("username").GetString().ShouldBe("Release");
        sent.GetProperty("icon_emoji").GetString().ShouldBe(":rocket:");
        sent.GetProperty("text").GetString().ShouldBe("publisher v2 failed in staging: smoke test, exit code. it broke");
        var blocks = sent.GetProperty("blocks").EnumerateArray().ToArray();
        blocks.Select(block => block.GetProperty("type").GetString()).ShouldBe(["header", "section", "section", "actions"]);
        blocks[1].GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("text").GetString())
            .ShouldBe(["*Application*\npublisher", "*Version*\nv2", "*Environment*\nstaging", "*Step*\nsmoke test", "*Kind*\nexit code"]);
        var button = blocks[3].GetProperty("elements")[0];
        button.GetProperty("type").GetString().ShouldBe("button");
        button.GetProperty("text").GetProperty("text").GetString().ShouldBe("View deployment");
        button.GetProperty("url").GetString().ShouldBe($"https://release.test/deployments/{Id}");
    }

    [Fact]
    public async Task Words_from_outside_can_call_nobody_and_hide_no_link()
    {
        await SendAsync(HttpStatusCode.OK, "ok", "<!channel> & <https://evil.test|look>");
        var text = JsonDocument.Parse(_body).RootElement.GetProperty("text").GetString()!;

        text.ShouldEndWith("&lt;!channel&gt; &amp; &lt;https://evil.test|look&gt;");
    }

    [Fact]
    public async Task Long_words_are_cut_to_what_Slack_takes()
    {
        await SendAsync(HttpStatusCode.OK, "ok", new string('<', 9000));
        var reason = JsonDocument.Parse(_body).RootElement.GetProperty("blocks")[2].GetProperty("text").GetProperty("text").GetString()!;

        reason.Length.ShouldBeLessThanOrEqualTo(3000);
        reason.ShouldEndWith("&lt;…");
    }

    [Fact]
    public async Task Without_a_public_address_there_is_no_button()
    {
        _options.PublicUrl = null;
        await SendAsync(HttpStatusCode.OK, "ok");
        _body.ShouldNotContain("actions");
    }

    [Theory]
    [InlineData(429, "rate_limited", FailureKind.Network)]
    [InlineData(500, "rollup_error", FailureKind.Network)]
    [InlineData(400, "invalid_payload", FailureKind.Application)]
    [InlineData(403, "action_prohibited", FailureKind.Permission)]
    [InlineData(404, "no_service", FailureKind.NotFound)]
    [InlineData(410, "channel_is_archived", FailureKind.NotFound)]
    [InlineData(302, "elsewhere", FailureKind.Application)]
    public async Task A_refusal_has_its_kind_and_no_secret(int status, string answer, FailureKind kind)
    {
        var exception = await Should.ThrowAsync<OutsideException>(() => SendAsync((HttpStatusCode)status, answer));

        exception.Kind.ShouldBe(kind);
        exception.ToString().ShouldNotContain(Secret);
        if (status != 429)
        {
            exception.Message.ShouldContain(answer);
        }
    }

    [Fact]
    public async Task Trouble_on_the_way_has_its_kind_and_nothing_gives_the_address_away()
    {
        (await Should.ThrowAsync<OutsideException>(() => SendAsync(new HttpRequestException("Connection refused")))).Kind.ShouldBe(FailureKind.Network);
        (await Should.ThrowAsync<OutsideException>(() => SendAsync(new OperationCanceledException()))).Kind.ShouldBe(FailureKind.Timeout);
        await SendAsync(HttpStatusCode.OK, "ok");

        _log.ShouldNotBeEmpty();
        _log.ShouldAllBe(line => !line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_webhook_the_log_says_that_nobody_was_told()
    {
        await new NullNotifier(new Recorder<NullNotifier>(_log)).SendAsync(Notification("x"), TestContext.Current.CancellationToken);
        _log.ShouldHaveSingleItem().ShouldContain("Release:Slack:WebhookUrl is not set");
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_without_showing_the_secret()
    {
        _options.WebhookUrl = $"http://hooks.test/{Secret}";
        _options.PublicUrl = "release";
        var result = new SlackOptionsValidator().Validate(null, _options);

        result.FailureMessage!.ShouldContain("Release:Slack:WebhookUrl");
        result.FailureMessage!.ShouldContain("Release:Slack:PublicUrl");
        result.FailureMessage!.ShouldNotContain(Secret);
    }

    private static Notification Notification(string reason) => new(
        "key", Id, new Cell(ApplicationName.Parse("publisher"), EnvironmentName.Parse("staging")), ImageTag.Parse("v2"), StepName.SmokeTest, FailureKind.ExitCode, reason);

    private Task SendAsync(HttpStatusCode status, string answer, string reason = "it broke") => SendAsync(
        async request =>
        {
            _body = await request.Content!.ReadAsStringAsync();
            var response = new HttpResponseMessage(status) { Content = new StringContent(answer) };
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(3));
            return response;
        }, reason);

    private Task SendAsync(Exception trouble) => SendAsync(_ => Task.FromException<HttpResponseMessage>(trouble), "it broke");

    private async Task SendAsync(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer, string reason)
    {
        using var http = new HttpClient(new Handler(answer));
        var monitor = Substitute.For<IOptionsMonitor<SlackOptions>>();
        monitor.CurrentValue.Returns(_options);
        await new SlackNotifier(http, monitor, TimeProvider.System, new Recorder<SlackNotifier>(_log)).SendAsync(Notification(reason), TestContext.Current.CancellationToken);
    }

    private sealed class Handler(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request);
    }

    private sealed class Recorder<T>(List<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{formatter(state, exception)} {exception}");
    }
}
