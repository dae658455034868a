using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Data;
using Release.Tests.Support;
using Release.Tests.Support.Access;

namespace Release.Tests.Integration.Access;

/// <summary>The whole matrix: every endpoint and every page, for every role, scope and environment.</summary>
public sealed class MatrixTests(MatrixApp shared) : IClassFixture<MatrixApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly AccessPolicy Policy = new(AuthorisationDocument.Order);

    private ReleaseApp App => shared.App;

    public static TheoryData<string> Asking => [.. AccessRows.All.Where(row => row.Action is not null).Select(row => row.Key)];

    public static TheoryData<string> AskingPages => [.. AccessRows.Pages.Where(page => page.Action is not null).Select(page => page.Pattern)];

    [Fact]
    public void Every_endpoint_stands_in_the_matrix()
    {
        var mapped = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !IsBlazors(endpoint))
            .ToList();
        var pages = mapped.Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).ToList();

        mapped.Except(pages).SelectMany(KeysOf).Distinct().Except(AccessRows.All.Select(row => row.Key))
            .ShouldBeEmpty("say in Authorisation/Endpoints.cs what these ask of AccessPolicy");
        AccessRows.All.Where(row => row.Action is not null).Select(row => row.Key).Except(mapped.SelectMany(KeysOf)).ShouldBeEmpty("these are not mapped any more");
        pages.Select(PatternOf).Distinct().Except(AccessRows.Pages.Select(page => page.Pattern), StringComparer.OrdinalIgnoreCase)
            .ShouldBeEmpty("say in Authorisation/Endpoints.cs what these pages ask of AccessPolicy");
    }

    [Fact]
    public void Only_those_named_as_open_are_open_without_sign_in()
    {
        var open = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !IsBlazors(endpoint))
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null ? KeysOf(endpoint) : [PatternOf(endpoint)]);

        open.Except([.. AccessRows.All.Where(row => row.Action is null).Select(row => row.Key), "/sign-in"]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task An_endpoint_lets_through_whom_the_policy_does_and_tells_every_refusal(string key)
    {
        var row = AccessRows.All.Single(entry => entry.Key == key);
        EnvironmentName?[] where = row.ByEnvironment ? [.. AuthorisationDocument.Order.All.Select(environment => environment.Name)] : [null];
        foreach (var actor in (Actor[])[.. AuthorisationDocument.People, .. AuthorisationDocument.Machines])
        {
            foreach (var environment in where)
            {
                var expected = Policy.Decide(actor, row.Action!.Value, environment);
                var told = await RefusalsAsync();
                using var client = shared.ClientOf(actor);

                using var response = await CallAsync(client, row, environment);

                var who = $"{key} as {(actor.Role is null ? "token " : "")}{actor.Name} in {environment?.Value ?? "no environment"}: {response.StatusCode}";
                if (expected.Allowed)
                {
                    response.StatusCode.ShouldNotBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.InternalServerError], who);
                    (await RefusalsAsync()).ShouldBe(told, who);
                }
                else
                {
                    response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, who);
                    (await RefusalsAsync()).ShouldBe(told + 1, $"{who}: a refusal is an event");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task An_endpoint_is_closed_to_those_who_are_not_signed_in(string key)
    {
        var row = AccessRows.All.Single(entry => entry.Key == key);

        using var response = await CallAsync(App.Anonymous, row, row.ByEnvironment ? EnvironmentName.Parse("staging") : null);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(AskingPages))]
    public async Task A_page_shows_itself_to_whom_the_policy_lets_see_it(string pattern)
    {
        var (_, action, path) = AccessRows.Pages.Single(page => page.Pattern == pattern);
        foreach (var actor in AuthorisationDocument.People)
        {
            using var browser = shared.ClientOf(actor);
            var told = await RefusalsAsync();

            using var response = await browser.GetAsync(path, Cancel);

            var html = await response.Content.ReadAsStringAsync(Cancel);
            var allowed = Policy.Decide(actor, action!.Value).Allowed;
            html.Contains("id=\"refused\"", StringComparison.Ordinal).ShouldBe(!allowed, $"{pattern} as {actor.Name}");
            (await RefusalsAsync()).ShouldBe(told + (allowed ? 0 : 1), $"{pattern} as {actor.Name}: a refusal is an event");
            html.Contains("href=\"/admin/tokens\"", StringComparison.Ordinal).ShouldBe(actor.Role is Role.Admin, $"{pattern} offers tokens to {actor.Name}");
            html.Contains("href=\"/admin/jobs\"", StringComparison.Ordinal).ShouldBe(actor.Role is Role.Admin, $"{pattern} offers jobs to {actor.Name}");
        }
    }

    /// <summary>With RELEASE_WRITE_DOCS=1 it writes the tables instead.</summary>
    [Fact]
    public async Task The_documentation_says_what_the_code_does()
    {
        const string begin = "<!-- generated: begin -->\n";
        const string end = "<!-- generated: end -->";
        var file = Path.Combine(SourceTree.Root, "docs", "authorisation.md");
        var text = await File.ReadAllTextAsync(file, Cancel);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("RELEASE_WRITE_DOCS") == "1")
        {
            text = text[..from] + AuthorisationDocument.Tables() + text[to..];
            await File.WriteAllTextAsync(file, text, Cancel);
            (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        }

        text[from..to].ShouldBe(AuthorisationDocument.Tables(), "run this test with RELEASE_WRITE_DOCS=1 and read what changed");
    }

    private async Task<HttpResponseMessage> CallAsync(HttpClient client, EndpointRow row, EnvironmentName? environment)
    {
        string Fill(string text) => text
            .Replace("{deployment}", environment is null ? "" : shared.DeploymentIn(environment), StringComparison.Ordinal)
            .Replace("{environment}", environment?.Value ?? "", StringComparison.Ordinal);

        using var request = new HttpRequestMessage(row.Method == "*" ? HttpMethod.Get : new HttpMethod(row.Method), Fill(row.Path ?? row.Pattern));
        if (row.Body is { } body)
        {
            request.Content = new StringContent(Fill(body), Encoding.UTF8, "application/json");
        }

        // The event stream never ends by itself.
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private async Task<int> RefusalsAsync()
    {
        await using var context = await App.Services.GetRequiredService<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync(Cancel);
        return await context.Events.CountAsync(entry => entry.Type == EventType.AccessRefused, Cancel);
    }

    /// <summary>Blazor's own, which carry no right: its script, its circuits, and the pages' files where they are not published yet.</summary>
    private static bool IsBlazors(RouteEndpoint endpoint) =>
        PatternOf(endpoint) is "/{**path:file}" || PatternOf(endpoint).StartsWith("/_blazor", StringComparison.Ordinal)
        || PatternOf(endpoint).StartsWith("/_framework", StringComparison.Ordinal);

    private static string PatternOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static IEnumerable<string> KeysOf(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"]).Select(method => $"{method} {PatternOf(endpoint)}");
}
