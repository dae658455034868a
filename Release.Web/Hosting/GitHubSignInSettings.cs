namespace Release.Web.Hosting;

/// <summary>The OAuth application that Release is at GitHub. Its callback address there is Release's own plus <c>/sign-in/callback</c>.</summary>
public sealed class GitHubSignInSettings
{
    /// <summary>Empty: nobody can sign in with GitHub.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Never logged.</summary>
    public string ClientSecret { get; set; } = "";
}
