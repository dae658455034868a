namespace Release.Integrations.GitHub.Client;

/// <summary>Where GitHub's two APIs are.</summary>
/// <param name="Rest">With a slash at the end.</param>
internal sealed record GitHubAddresses(Uri Rest, Uri GraphQl)
{
    private const string EnterpriseRest = "/api/v3";

    public static GitHubAddresses Of(GitHubOptions options)
    {
        var rest = options.ApiAddress.TrimEnd('/');
        var beside = rest.EndsWith(EnterpriseRest, StringComparison.OrdinalIgnoreCase) ? $"{rest[..^EnterpriseRest.Length]}/api/graphql" : $"{rest}/graphql";
        return new GitHubAddresses(new Uri($"{rest}/", UriKind.Absolute), new Uri(options.GraphQlAddress.Length > 0 ? options.GraphQlAddress : beside, UriKind.Absolute));
    }

    /// <summary>Whether an address that GitHub named may be asked with our token.</summary>
    public static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port;
}
