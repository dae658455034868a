using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Core.Board;

namespace Release.Tests.Support;

/// <summary>What tests ask of Release, in their words.</summary>
internal sealed partial class ReleaseApp
{
    /// <summary>Contracts §1, as <c>curl --json</c> sends it.</summary>
    public Task<HttpResponseMessage> NotifyDeployAsync(string repository, string environment, string version, HttpClient? by = null) =>
        PostTextAsync(
            "/deployments",
            $$$"""{"repo":"{{{repository}}}","deployment":{"environment":"{{{environment}}}","version":"{{{version}}}"}}""",
            by);

    /// <summary>Contracts §2.</summary>
    public Task<HttpResponseMessage> RequestUpdateAsync(
        string environment, string repoName, string imageTag, string promote, HttpClient? by = null) =>
        PostTextAsync(
            "/api/v1/events/apps/update-image-tag",
            $$"""{"environment":"{{environment}}","repoName":"{{repoName}}","imageTag":"{{imageTag}}","promoteDeployment":"{{promote}}"}""",
            by);

    /// <summary>Contracts §3.</summary>
    public Task<HttpResponseMessage> SendPostSyncAsync(string application, string state, string repoName, string imageTag, string promote, string automatic) =>
        PostTextAsync(
            "/api/v1/events/apps/post-sync",
            $$"""{"application":"{{application}}","state":"{{state}}","repoName":"{{repoName}}","imageTag":"{{imageTag}}","promoteDeployment":"{{promote}}","automaticDeploysEnabled":"{{automatic}}"}""");

    public async Task<HttpResponseMessage> PostTextAsync(string path, string json, HttpClient? by = null)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await (by ?? ClientOf(path)).PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> PutTextAsync(string path, string json, HttpClient? by = null)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await (by ?? ClientOf(path)).PutAsync(path, content, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> GetJsonAsync(string path)
    {
        using var response = await ClientOf(path).GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The sandbox's control API has an address of its own.</summary>
    public HttpClient ClientOf(string path) => path.StartsWith("/api/sandbox", StringComparison.Ordinal) ? Sandbox.Control : Machine;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> DeploymentsAsync(string application) =>
        [.. (await GetJsonAsync($"/api/deployments?application={application}"))["items"]!.AsArray().Select(item => item!)];

    /// <summary>A browser whose person has this role.</summary>
    public async Task<HttpClient> BrowserAsAsync(Role role)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var browser = NewBrowser();
        var page = await browser.GetStringAsync(new Uri("/applications", UriKind.Relative), cancellationToken);
        var token = AntiforgeryField().Match(page);
        token.Success.ShouldBeTrue("the page's form carries an antiforgery token");
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", token.Groups[1].Value),
            KeyValuePair.Create("role", role.ToString().ToLowerInvariant()),
            KeyValuePair.Create("returnUrl", "/applications"),
        ]);
        using var response = await browser.PostAsync("/sandbox/role", form, cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        return browser;
    }

    /// <summary>Waits until the event log has such an event, looking from its beginning.</summary>
    public async Task<JsonNode> WaitForEventAsync(Func<JsonNode, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var happened in EventsAsync(0, limit.Token))
        {
            if (wanted(happened))
            {
                return happened;
            }
        }

        throw new InvalidOperationException("The event stream ended before the event came.");
    }

    /// <summary>Waits until the board has an application, as it follows the event log.</summary>
    public async Task<JsonNode> WaitForApplicationAsync(string name, Func<JsonNode, bool>? like = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var subscription = Services.GetRequiredService<IBoard>().Subscribe();
        if (await FindAsync(name, like) is { } present)
        {
            return present;
        }

        await foreach (var _ in subscription.ChangesAsync(limit.Token))
        {
            if (await FindAsync(name, like) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The board ended.");
    }

    private async Task<JsonNode?> FindAsync(string name, Func<JsonNode, bool>? like) =>
        (await GetJsonAsync("/api/applications")).AsArray()
            .FirstOrDefault(application => (string?)application!["name"] == name && (like is null || like(application)));

    public async IAsyncEnumerable<JsonNode> EventsAsync(
        long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await Machine.GetStreamAsync(new Uri($"/api/events?after={after}", UriKind.Relative), cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return JsonNode.Parse(line[6..])!;
            }
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
