using System.Net;
using System.Text.Json;
using Release.Data;
using Release.Tests.Support;
using Release.Web;
using Release.Web.Options;
using Release.Web.Start;

namespace Release.Tests.Integration.Endpoints;

public sealed class HostingTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task Liveness_is_OK_to_anybody()
    {
        using var response = await App.Anonymous.GetAsync("/healthcheck/live", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe("OK");
    }

    [Fact]
    public async Task Readiness_lists_its_checks()
    {
        using var response = await App.Anonymous.GetAsync("/healthcheck/ready", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        body.RootElement.GetProperty("checks").GetProperty("startup").GetProperty("status").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task Readiness_is_refused_while_the_gate_is_closed()
    {
        using var directory = new TemporaryDirectory();
        await using var sandbox = await TestSandbox.StartAsync(directory.Path);
        await using var app = Program.Build(["--urls=http://127.0.0.1:0", $"--Release:DataDirectory={directory.Path}"]);
        await app.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var response = await client.GetAsync("/healthcheck/ready", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await app.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_root_leads_to_the_applications()
    {
        using var response = await App.Anonymous.GetAsync("/", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.ShouldBe("/applications");
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using var response = await App.Anonymous.GetAsync("/healthcheck/live", Cancel);

        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    [Fact]
    public async Task A_name_that_is_not_loopback_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthcheck/live");
        request.Headers.Host = "rebound.example";

        using var response = await App.Anonymous.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_start_prints_address_role_and_token()
    {
        using var output = new StringWriter();
        await using var app = await ReleaseApp.StartAsync(output);

        var text = output.ToString();
        text.ShouldContain(app.Address.GetLeftPart(UriPartial.Authority));
        text.ShouldContain("role admin");
        text.ShouldContain(ReleaseApp.AdminToken);
        text.TrimEnd().ShouldEndWith("Release is ready.");
    }

    [Theory]
    [InlineData("Release:Mode is Live", "--Release:Mode=Live")]
    [InlineData("Release:Mode", "--Release:Mode=Lively")]
    [InlineData("Release:Environments has 'Test'", "--Release:Environments:3:Name=Test")]
    [InlineData("'staging' twice", "--Release:Environments:3:Name=staging")]
    [InlineData("Release:Environments is empty", "--Release:Environments:0:Name=", "--Release:Environments:1:Name=", "--Release:Environments:2:Name=")]
    [InlineData("Release:Sandbox:ApiToken", "--Release:Sandbox:ApiToken=two words")]
    [InlineData("Release:Sandbox:AllowRemote", "--urls=http://0.0.0.0:0")]
    [InlineData("Release:Sandbox:AllowRemote", "--urls=http://127.0.0.1:0;http://[::]:0")]
    [InlineData("Release:Sandbox:AllowRemote", "--urls=", "--http_ports=8080")]
    [InlineData("Release:Sandbox:AllowRemote", "--Kestrel:Endpoints:Web:Url=http://*:0")]
    [InlineData("is not an address", "--urls=nonsense")]
    public void A_start_that_cannot_be_right_is_refused_and_names_the_option(string named, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();

        var refusal = Should.Throw<StartupRefusedException>(
            () => Program.Build(["--urls=http://127.0.0.1:0", $"--Release:DataDirectory={directory.Path}", .. arguments]));

        refusal.Message.ShouldContain(named);
    }

    [Fact]
    public void Listening_everywhere_is_possible_when_asked_for() =>
        Should.NotThrow(() => ListenAddresses.Check(["http://0.0.0.0:0"], Options(("Release:Sandbox:AllowRemote", "true"))));

    [Fact]
    public void A_fourth_environment_is_added_to_the_three_by_its_index()
    {
        var order = Options(("Release:Environments:3:Name", "test"), ("Release:Environments:3:PromotesOnward", "false")).EnvironmentOrder();

        order.Names.ShouldBe("integration, staging, production, test");
        order.Chain.Count.ShouldBe(3);
    }

    [Fact]
    public void A_default_environment_is_replaced_or_left_out_by_its_index()
    {
        Options(("Release:Environments:0:Name", "preview"), ("Release:Environments:1:Name", "")).EnvironmentOrder()
            .Names.ShouldBe("preview, production");
    }

    [Fact]
    public void Without_options_the_data_is_kept_in_a_folder_of_the_user()
    {
        var options = Options();

        options.DataDirectory.ShouldEndWith(Path.DirectorySeparatorChar + "release");
        Path.IsPathRooted(options.DataDirectory).ShouldBeTrue();
    }

    private static ReleaseOptions Options(params (string Key, string Value)[] settings) =>
        ReleaseOptions.Read(new Microsoft.Extensions.Configuration.ConfigurationBuilder()
            .AddJsonFileForTests()
            .AddInMemoryForTests(settings)
            .Build());
}
