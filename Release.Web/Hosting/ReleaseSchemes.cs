namespace Release.Web.Hosting;

/// <summary>The names of the authentication schemes.</summary>
internal static class ReleaseSchemes
{
    /// <summary>Chooses one of the others by the request.</summary>
    public const string Either = "Release";

    /// <summary>Machines: <c>Authorization: Bearer TOKEN</c>.</summary>
    public const string ApiToken = "ApiToken";

    /// <summary>People: a cookie.</summary>
    public const string Session = "Session";

    /// <summary>How people get that cookie. Only there when it is configured.</summary>
    public const string GitHub = "GitHub";
}
