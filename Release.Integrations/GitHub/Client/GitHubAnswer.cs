using System.Net;

namespace Release.Integrations.GitHub.Client;

/// <summary>What GitHub answered, read to its end.</summary>
/// <param name="Address">Where it came from, after redirects.</param>
/// <param name="Body">Not yet known to be sound JSON.</param>
internal sealed record GitHubAnswer(Uri Address, HttpStatusCode Status, byte[] Body, GitHubLimits Limits)
{
    public string? EntityTag { get; init; }

    /// <summary>Where a redirect leads.</summary>
    public Uri? Location { get; init; }

    /// <summary>The page after this one.</summary>
    public Uri? Next { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsRedirect => Status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
