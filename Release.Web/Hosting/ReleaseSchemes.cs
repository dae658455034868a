namespace Release.Web.Hosting;

/// <summary>The names of the authentication schemes.</summary>
internal static class ReleaseSchemes
{
    /// <summary>Chooses one of the two others by the request.</summary>
    public const string Either = "Release";

    /// <summary>Machines: <c>Authorization: Bearer TOKEN</c>.</summary>
    public const string ApiToken = "ApiToken";

    /// <summary>People: a cookie.</summary>
    public const string Session = "Session";
}
