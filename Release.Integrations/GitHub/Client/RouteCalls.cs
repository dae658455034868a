using Octokit;

namespace Release.Integrations.GitHub.Client;

/// <summary>Calls that Octokit has no type for, or none that fits (ADR 0015), through its connection: by the route of what is asked.</summary>
internal static class RouteCalls
{
    /// <param name="values">Of the route's placeholders, in their order.</param>
    public static async Task<T?> GetAsync<T>(this IApiConnection client, string[] values, params (string Name, string Value)[] query)
        where T : class => (await client.Connection.Get<T>(GitHubCall.Current.Route.Of(values), Query(query), null, GitHubCall.Current.CancellationToken)).Body;

    /// <summary>Page after page, as GitHub's <c>Link</c> header leads.</summary>
    public static async Task<IReadOnlyList<T>?> PagesAsync<T>(this IApiConnection client, string[] values, int mostPages, params (string Name, string Value)[] query) =>
        await client.GetAll<T>(GitHubCall.Current.Route.Of(values), Query(query), null, new ApiOptions { PageCount = mostPages });

    /// <param name="body">Dictionaries: Octokit would rename the members of anything else.</param>
    public static async Task<T?> PostAsync<T>(this IApiConnection client, Uri address, Dictionary<string, object> body)
        where T : class => (await client.Connection.Post<T>(address, body, null, null, parameters: null, GitHubCall.Current.CancellationToken)).Body;

    public static async Task<T?> PutAsync<T>(this IApiConnection client, string[] values, Dictionary<string, object> body)
        where T : class => (await client.Connection.Put<T>(GitHubCall.Current.Route.Of(values), body)).Body;

    private static Dictionary<string, string> Query((string Name, string Value)[] query) => query.ToDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal);
}
