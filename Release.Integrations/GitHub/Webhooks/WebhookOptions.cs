namespace Release.Integrations.GitHub.Webhooks;

/// <summary>Section <c>Release:Webhooks</c>: what GitHub's webhooks set off. The secret is <c>Release:GitHub:WebhookSecret</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Release:Webhooks";

    /// <summary>Whether a pre-release sets off continuous deployment as a release does.</summary>
    public bool DeployPrereleases { get; set; }

    /// <summary>For how many days deliveries are remembered. GitHub can repeat one for three days.</summary>
    public int KeepDays { get; set; } = 30;
}
