using Release.Core.Applications;

namespace Release.Web.Urls;

/// <summary>The addresses of all pages, typed. No other code concatenates links.</summary>
internal static class ReleaseUrls
{
    public const string Board = "/applications";
    public const string Activity = "/activity";
    public const string Jobs = "/admin/jobs";
    public const string JobsDashboard = "/admin/jobs/dashboard";
    public const string Webhooks = "/admin/webhooks";
    public const string Tokens = "/admin/tokens";
    public const string SignIn = "/sign-in";
    public const string Sandbox = "/sandbox";

    /// <param name="query">Part of a name; null or empty for all.</param>
    /// <param name="facet">A facet's key; null for all.</param>
    /// <param name="deploy">The cell whose deploy sheet is open.</param>
    /// <param name="limit">How many rows; null for the first page.</param>
    public static string BoardOf(string? query = null, string? facet = null, string? deploy = null, int? limit = null) =>
        Board + Query(("q", query), ("show", facet), ("deploy", deploy), ("limit", limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static string Application(ApplicationName name) => $"/applications/{Escape(name.Value)}";

    /// <param name="deploy">The environment whose deploy sheet is open.</param>
    /// <param name="before">Where the history's page begins.</param>
    /// <param name="version">The version in that sheet's box.</param>
    public static string Application(ApplicationName name, string? deploy, string? before = null, string? version = null) =>
        Application(name) + Query(("deploy", deploy), ("version", version), ("before", before));

    /// <param name="returnUrl">Where to go after sign-in.</param>
    /// <param name="problem">Why the last sign-in failed; null when it did not.</param>
    public static string SignInOf(string? returnUrl, SignInProblem? problem = null) =>
        SignIn + Query(("problem", problem?.ToString()), ("returnUrl", returnUrl));

    /// <summary>Starts the sign-in at GitHub.</summary>
    public static string GitHubOf(string? returnUrl) => SignIn + "/github" + Query(("returnUrl", returnUrl));

    public static string Deployment(Guid id) => $"/deployments/{id}";

    /// <param name="application">Only this one's events; null for all.</param>
    /// <param name="before">Only events older than this sequence number; null for the newest.</param>
    public static string ActivityOf(ApplicationName? application, long? before = null) =>
        Activity + Query(("application", application?.Value), ("before", before?.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A cell as part of a query string: <c>publisher:staging</c>.</summary>
    public static string KeyOf(ApplicationName application, EnvironmentName environment) => $"{application}:{environment}";

    public static bool TryParseKey(string? key, out Cell? cell)
    {
        var parts = key?.Split(':') ?? [];
        cell = parts.Length == 2 && ApplicationName.TryParse(parts[0], out var application) && EnvironmentName.TryParse(parts[1], out var environment)
            ? new Cell(application, environment)
            : null;
        return cell is not null;
    }

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var text = "";
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text += $"{(text.Length == 0 ? '?' : '&')}{name}={Escape(value)}";
            }
        }

        return text;
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);
}

/// <summary>Why a sign-in failed. The page's address carries the word, so that nobody can put their own text on the page.</summary>
internal enum SignInProblem
{
    /// <summary>Any other reason; the log has it.</summary>
    Failed,

    /// <summary>The person denied access at GitHub.</summary>
    Denied,

    /// <summary>The callback matches no sign-in that this browser started recently: too old, another browser, or forged.</summary>
    Expired,

    /// <summary>GitHub did not answer.</summary>
    Away,

    /// <summary>No membership gives a role.</summary>
    NoRole,

    /// <summary>Too many failures from this address.</summary>
    TooMany,
}
