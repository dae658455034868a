using System.Text.Json;

namespace Release.Tests.Support.Webhooks;

/// <summary>Payloads with the fields that Release reads.</summary>
internal static class Payload
{
    public const string Commit = "5779607b49aab1200488439f02372c57b4f75444";

    public static string Release(string repository, string tag, string action = "published", bool draft = false, bool prerelease = false) => Json(new
    {
        action,
        release = new { tag_name = tag, draft, prerelease, author = new { login = "octocat" } },
        repository = new { full_name = repository, default_branch = "main" },
        sender = new { login = "octocat" },
    });

    public static string Run(string repository, long id, string status, string? conclusion, string updatedAt, int attempt = 1, string branch = "feature") => Json(new
    {
        action = status == "completed" ? "completed" : "requested",
        workflow_run = new
        {
            id,
            head_sha = Commit,
            head_branch = branch,
            name = "Deploy",
            path = ".github/workflows/deploy.yml",
            @event = "workflow_dispatch",
            html_url = $"https://github.example/{repository}/actions/runs/{id}",
            status,
            conclusion,
            run_attempt = attempt,
            updated_at = updatedAt,
        },
        repository = new { full_name = repository, default_branch = "main" },
    });

    public static string Push(string repository, string reference, bool deleted = false) => Json(new
    {
        @ref = reference,
        after = deleted ? new string('0', 40) : Commit,
        deleted,
        repository = new { full_name = repository, default_branch = "main" },
        sender = new { login = "octocat" },
    });

    /// <param name="key">As the event is called.</param>
    public static string Package(string? repository, string name, string key = "package") => Json(new Dictionary<string, object?>
    {
        ["action"] = "published",
        [key] = new { name },
        ["repository"] = repository is null ? null : new { full_name = repository },
    });

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
