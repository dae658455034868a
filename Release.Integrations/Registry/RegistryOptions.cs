namespace Release.Integrations.Registry;

/// <summary>Section <c>Release:Registry</c>: where images are looked up (contracts §10).</summary>
public sealed class RegistryOptions
{
    public const string Section = "Release:Registry";

    /// <summary>The registry's address. Empty: nothing is looked up, and images are taken to exist.</summary>
    public string Address { get; set; } = "";

    /// <summary>An image's name in the registry; <c>{owner}</c> and <c>{repository}</c> are the application's on GitHub.</summary>
    public string ImageTemplate { get; set; } = "{owner}/{repository}";

    /// <summary>For the token challenge or basic authentication; empty for anonymous.</summary>
    public string Username { get; set; } = "";

    /// <summary>Never logged.</summary>
    public string Password { get; set; } = "";

    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
