using System.Text;
using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.Http;

/// <summary>A route's response; the host adds the common headers.</summary>
internal sealed record GitHubResponse(int Status, byte[] Body, string ContentType)
{
    private const string Json8 = "application/json; charset=utf-8";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static GitHubResponse NoContent { get; } = new(StatusCodes.Status204NoContent, [], "");

    public static GitHubResponse Json(JsonNode body, int status = StatusCodes.Status200OK) => new(status, Encoding.UTF8.GetBytes(body.ToJsonString()), Json8);

    public static GitHubResponse Html(string body, int status = StatusCodes.Status200OK) => new(status, Encoding.UTF8.GetBytes(body), "text/html; charset=utf-8");

    public static GitHubResponse Text(string body, string contentType = "text/plain; charset=utf-8", int status = StatusCodes.Status200OK) =>
        new(status, Encoding.UTF8.GetBytes(body), contentType);

    public static GitHubResponse Redirect(string address) => new(StatusCodes.Status302Found, [], "") { Headers = [("Location", address)] };

    public static GitHubResponse Error(GitHubException error)
    {
        var body = new JsonObject { ["message"] = error.Message };
        if (error.Code is not null)
        {
            body["errors"] = new JsonArray(new JsonObject { ["resource"] = error.Resource, ["field"] = error.Field, ["code"] = error.Code });
        }

        body["documentation_url"] = "https://docs.github.com/rest";
        body["status"] = error.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Json(body, error.Status);
    }

    public GitHubResponse With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };
}
