namespace Release.Sandbox.GitHub;

/// <summary>An error response of GitHub: <c>{message, documentation_url, status}</c>, and for 422 sometimes <c>errors</c>.</summary>
internal sealed class GitHubException(int status, string message, string? code = null, string? field = null, string? resource = null) : Exception(message)
{
    public int Status => status;

    /// <summary>Code of a validation error: <c>missing</c>, <c>invalid</c>, <c>already_exists</c>; null for other errors.</summary>
    public string? Code => code;

    public string? Field => @field;

    public string? Resource => resource;

    public static GitHubException NotFound() => new(StatusCodes.Status404NotFound, "Not Found");

    public static GitHubException BadCredentials() => new(StatusCodes.Status401Unauthorized, "Bad credentials");

    public static GitHubException NeedsToken() => new(StatusCodes.Status401Unauthorized, "Requires authentication");

    public static GitHubException Unprocessable(string message) => new(StatusCodes.Status422UnprocessableEntity, message);

    public static GitHubException Invalid(string resource, string field, string code) =>
        new(StatusCodes.Status422UnprocessableEntity, "Validation Failed", code, field, resource);

    public static GitHubException Conflict(string message) => new(StatusCodes.Status409Conflict, message);
}
