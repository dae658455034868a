using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Octokit;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// Calls for which Octokit has no fitting type (ADR 0015), through its connection, at the current call's route. Answers of
/// our own types are read from bytes: through Octokit's strings, large ones take half as long again.
/// </summary>
internal static class RouteCalls
{
    /// <summary>With this media type Octokit returns the body unread. The handler still asks GitHub for JSON.</summary>
    public const string Bytes = AcceptHeaders.RawContentMediaType;

    /// <param name="values">For the route's placeholders, in order.</param>
    public static async Task<T?> GetAsync<T>(this IApiConnection client, string[] values, params (string Name, string Value)[] query)
        where T : class
    {
        var (address, cancellationToken) = (GitHubCall.Current.Route.Of(values), GitHubCall.Current.CancellationToken);
        return GitHubSerializer.Of<T>() is { } ours
            ? Read(await client.Connection.Get<object>(address, Query(query), Bytes, cancellationToken), ours)
            : (await client.Connection.Get<T>(address, Query(query), null, cancellationToken)).Body;
    }

    /// <summary>All pages, following GitHub's <c>Link</c> header.</summary>
    public static async Task<IReadOnlyList<T>?> PagesAsync<T>(this IApiConnection client, string[] values, int mostPages, params (string Name, string Value)[] query) =>
        await client.GetAll<T>(GitHubCall.Current.Route.Of(values), Query(query), null, new ApiOptions { PageCount = mostPages });

    /// <typeparam name="T">One of our types.</typeparam>
    /// <param name="body">Dictionaries, because Octokit would rename the members of other types.</param>
    public static async Task<T?> PostAsync<T>(this IApiConnection client, Uri address, Dictionary<string, object> body)
        where T : class =>
        Read(await client.Connection.Post<object>(address, body, Bytes, null, parameters: null, GitHubCall.Current.CancellationToken), GitHubSerializer.Of<T>()!);

    public static async Task<T?> PutAsync<T>(this IApiConnection client, string[] values, Dictionary<string, object> body)
        where T : class => (await client.Connection.Put<T>(GitHubCall.Current.Route.Of(values), body)).Body;

    /// <summary>An answer's bytes, new or from the cache; null if there are none.</summary>
    public static byte[]? BytesOf(object? body)
    {
        if (body is not Stream stream)
        {
            return body as byte[];
        }

        var bytes = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static T? Read<T>(IApiResponse<object> answer, JsonTypeInfo<T> type)
        where T : class => BytesOf(answer.HttpResponse.Body) is { } bytes ? JsonSerializer.Deserialize(bytes, type) : null;

    private static Dictionary<string, string> Query((string Name, string Value)[] query) => query.ToDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal);
}
