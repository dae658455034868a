using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Release.Sandbox.GitHub.Http;

/// <summary>GitHub's paging: <c>page</c> and <c>per_page</c> (30, at most 100), and a <c>Link</c> header.</summary>
internal sealed record Paging(int Page, int Size)
{
    public static Paging Of(GitHubRequest call) => new(
        Math.Max(1, Number(call.Query("page"), 1)),
        Math.Clamp(Number(call.Query("per_page"), 30), 1, 100));

    /// <summary>One page of a list.</summary>
    public static GitHubResponse Answer<T>(GitHubRequest call, IReadOnlyCollection<T> all, Func<T, JsonNode> write)
    {
        var paging = Of(call);
        var body = new JsonArray([.. paging.Take(all).Select(write)]);
        return paging.Link(call, GitHubResponse.Json(body), all.Count);
    }

    /// <summary>One page of a list with its total count.</summary>
    /// <param name="name">The JSON field of the list.</param>
    public static GitHubResponse Counted<T>(GitHubRequest call, string name, IReadOnlyCollection<T> all, Func<T, JsonNode> write)
    {
        var paging = Of(call);
        var body = new JsonObject { ["total_count"] = all.Count, [name] = new JsonArray([.. paging.Take(all).Select(write)]) };
        return paging.Link(call, GitHubResponse.Json(body), all.Count);
    }

    public IEnumerable<T> Take<T>(IEnumerable<T> all) => all.Skip((Page - 1) * Size).Take(Size);

    /// <param name="total">The total count.</param>
    public GitHubResponse Link(GitHubRequest call, GitHubResponse answer, int total)
    {
        var last = Math.Max(1, ((total - 1) / Size) + 1);
        var links = new List<string>();
        Add(Page > 1, Math.Min(Page - 1, last), "prev");
        Add(Page < last, Page + 1, "next");
        Add(Page < last, last, "last");
        Add(Page > 1, 1, "first");
        return links.Count == 0 ? answer : answer.With("Link", string.Join(", ", links));

        void Add(bool wanted, int page, string relation)
        {
            if (wanted)
            {
                links.Add($"<{Address(call, page)}>; rel=\"{relation}\"");
            }
        }
    }

    private static string Address(GitHubRequest call, int page)
    {
        var query = call.Http.Request.Query.Where(entry => entry.Key != "page")
            .SelectMany(entry => entry.Value, (entry, value) => KeyValuePair.Create(entry.Key, value))
            .Append(KeyValuePair.Create("page", (string?)page.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString(call.Api + call.Path, query);
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
