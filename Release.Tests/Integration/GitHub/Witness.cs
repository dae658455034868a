using Release.Integrations.GitHub.Client;

namespace Release.Tests.Integration.GitHub;

/// <summary>Sees every request on its way to the mock and every answer, and can ask the mock for a certain one.</summary>
internal sealed class Witness : DelegatingHandler
{
    private readonly Lock _lock = new();
    private readonly List<Exchange> _seen = [];

    public Witness(HttpMessageHandler inner)
        : base(inner)
    {
    }

    public MockGitHub.Answer? Wanted { get; init; }

    public IReadOnlyList<Exchange> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var route = GitHubCalls.Declared.FirstOrDefault(route => Fits(route, request))?.ToKey();
        if (route is not null && route == Wanted?.Route)
        {
            // Prism's own way of saying which of the documented answers it shall give.
            request.Headers.Add("Prefer", $"code={Wanted.Status}{(Wanted.Example is null ? "" : $", example={Wanted.Example}")}");
        }

        var response = await base.SendAsync(request, cancellationToken);
        // The description's own examples lead on to the real GitHub.
        response.Headers.Remove("Link");
        var violations = response.Headers.TryGetValues("sl-violations", out var values) ? string.Join(' ', values) : "";
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
        lock (_lock)
        {
            _seen.Add(new Exchange(route, $"{request.Method} {request.RequestUri!.PathAndQuery}", (int)response.StatusCode, violations + problem));
        }

        return response;
    }

    private static bool Fits(GitHubRoute route, HttpRequestMessage request)
    {
        var (wanted, asked) = (route.Template.Split('/'), request.RequestUri!.AbsolutePath.Split('/'));
        return request.Method.Method == route.Method && wanted.Length == asked.Length
            && wanted.Zip(asked).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    /// <param name="Route">Null for GraphQL.</param>
    /// <param name="Violations">What the mock found wrong; empty when nothing is.</param>
    internal sealed record Exchange(string? Route, string Request, int Status, string Violations)
    {
        /// <summary>By Octokit's own types too, nothing is sent that is not declared.</summary>
        public bool IsDeclared => Route is not null || Request == "POST /graphql";
    }
}
