using System.Net;
using System.Text.Json.Nodes;

namespace Release.Tests.Support.Endpoints;

internal static class Answers
{
    /// <summary>The answer is a problem document of this status; returns it.</summary>
    public static async Task<JsonNode> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string? field = null)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!;
        if (field is not null)
        {
            ((string?)problem["field"]).ShouldBe(field);
            problem["errors"]![field]!.AsArray().Count.ShouldBeGreaterThan(0);
        }

        return problem;
    }

    public static async Task ShouldBeEmptyAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        text.ShouldBeEmpty();
    }
}
