using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Integrations.SmokeTests;
using Release.Tests.Support.Kubernetes;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Unit.SmokeTests;

public sealed class HttpSmokeTestsTests
{
    private static readonly Cell Publisher = new(ApplicationName.Parse("publisher"), EnvironmentName.Parse("staging"));

    private readonly SmokeTestOptions _options = new() { UrlTemplate = "{base}/services/{namespace}/{application}/smoke-test?run={run}&v={version}&e={environment}" };
    private Uri? _asked;

    public HttpSmokeTestsTests() => _options.BaseAddresses["staging"] = "http://127.0.0.1:9/";

    [Fact]
    public async Task The_address_is_filled_and_values_cannot_break_out_of_their_place()
    {
        await RunAsync(_ => Text("ok"), run: "a/../b?c&d=1#e");
        _asked!.AbsoluteUri.ShouldBe("http://127.0.0.1:9/services/apps/publisher/smoke-test?run=a%2F..%2Fb%3Fc%26d%3D1%23e&v=v2&e=staging");
    }

    [Fact]
    public async Task The_expected_status_is_passed()
    {
        var result = await RunAsync(_ => Text("3 passed"));
        (result.Outcome, result.Output).ShouldBe((SmokeTestOutcome.Passed, "3 passed"));
    }

    [Fact]
    public async Task An_override_says_otherwise_for_one_application_or_cell()
    {
        _options.Overrides["publisher"] = new SmokeTestOverride { ExpectedStatus = 204 };
        (await RunAsync(_ => Text("", HttpStatusCode.NoContent))).Outcome.ShouldBe(SmokeTestOutcome.Passed);
        _options.Overrides["publisher/staging"] = new SmokeTestOverride { UrlTemplate = "https://smoke.test/{application}" };
        (await RunAsync(_ => Text("", HttpStatusCode.NoContent))).Outcome.ShouldBe(SmokeTestOutcome.Passed);
        _asked.ShouldBe(new Uri("https://smoke.test/publisher"));
    }

    [Theory]
    [InlineData("v2", SmokeTestOutcome.Passed)]
    [InlineData("v1", SmokeTestOutcome.Failed)]
    public async Task The_version_that_answered_must_be_the_wanted_one(string version, SmokeTestOutcome outcome)
    {
        var result = await RunAsync(_ => Text($$"""{"version":"{{version}}","output":"one\ntwo"}""", type: "application/json"));

        result.Outcome.ShouldBe(outcome);
        result.Output.ShouldBe("one\ntwo");
        if (outcome == SmokeTestOutcome.Failed)
        {
            result.Message.ShouldBe("Version v1 answered instead of v2");
        }
    }

    [Fact]
    public async Task While_it_runs_it_says_when_to_look_again()
    {
        var result = await RunAsync(_ =>
        {
            var answer = Text("""{"version":"v2","running":true}""", HttpStatusCode.Accepted);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return answer;
        });
        (result.Outcome, result.LookAgainAfter).ShouldBe((SmokeTestOutcome.Running, TimeSpan.FromSeconds(7)));

        (await RunAsync(_ => Text("", HttpStatusCode.Accepted))).LookAgainAfter.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("Running 3 tests\n  ok 1\n  Error: expect(locator) failed\n  1 failed", 2)]
    [InlineData("0 failures\nno errors\nwhatever\n\n", 2)]
    [InlineData("AssertionError: 1 != 2", 0)]
    [InlineData("", null)]
    public async Task A_refusal_of_the_application_is_a_failure_with_the_line_that_shows_it(string output, int? line)
    {
        var result = await RunAsync(_ => Text(output, HttpStatusCode.InternalServerError));
        (result.Outcome, result.Output, result.FailingLine).ShouldBe((SmokeTestOutcome.Failed, output, line));
        (await RunAsync(_ => Text("", HttpStatusCode.NotFound))).Outcome.ShouldBe(SmokeTestOutcome.Failed);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task What_did_not_reach_the_application_could_not_run(HttpStatusCode status) =>
        (await RunAsync(_ => Text("no ready pod", status))).Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);

    [Fact]
    public async Task No_connection_no_answer_and_no_address_could_not_run()
    {
        (await RunAsync(_ => throw new HttpRequestException("Connection refused"))).Message.ShouldContain("Connection refused");
        (await RunAsync(_ => throw new OperationCanceledException())).Message.ShouldContain("within 30 seconds");
        _options.BaseAddresses.Clear();
        (await RunAsync(_ => Text(""))).Message.ShouldContain("BaseAddresses");
        _options.UrlTemplate = "";
        (await RunAsync(_ => Text(""))).Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
    }

    [Fact]
    public async Task Output_is_cut_and_only_text_is_kept()
    {
        _options.MaxOutputKilobytes = 1;
        (await RunAsync(_ => Text(new string('x', 5000)))).Output.ShouldBe(new string('x', 1024) + "\n(cut after 1 kB)");
        (await RunAsync(_ => Text("binary", type: "image/png"))).Output.ShouldBe("(an answer of type image/png is not kept)");
    }

    [Theory]
    [InlineData("{application}.example.org", "must begin with")]
    [InlineData("{base}.example.org", "must continue with '/'")]
    [InlineData("https://x.test/{who}", "unknown placeholder {who}")]
    [InlineData("file:///etc/passwd", "must begin with")]
    public void A_template_that_cannot_work_is_refused_at_start(string template, string problem)
    {
        _options.UrlTemplate = template;
        var result = new SmokeTestOptionsValidator().Validate(null, _options);
        result.FailureMessage!.ShouldContain("Release:SmokeTests:UrlTemplate");
        result.FailureMessage!.ShouldContain(problem);
    }

    private static HttpResponseMessage Text(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "text/plain") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private async Task<SmokeTestResult> RunAsync(Func<HttpRequestMessage, HttpResponseMessage> answer, string run = "run-1")
    {
        using var http = new HttpClient(new Handler(request =>
        {
            _asked = request.RequestUri;
            return answer(request);
        }));
        new SmokeTestOptionsValidator().Validate(null, _options).Succeeded.ShouldBeTrue();
        return await new SmokeTestRouter([new HttpSmokeTests(http, FakeCluster.ApplicationPlacements(), new ObservedRuns(), TimeProvider.System)], Fixed.Options(_options))
            .RunAsync(Publisher, ImageTag.Parse("v2"), run, TestContext.Current.CancellationToken);
    }

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
