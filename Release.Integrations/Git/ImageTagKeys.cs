namespace Release.Integrations.Git;

/// <summary>The keys of an image-tag file (contracts §4).</summary>
internal static class ImageTagKeys
{
    public const string ImageTag = "image_tag";
    public const string AutomaticDeploysEnabled = "automatic_deploys_enabled";
    public const string PromoteDeployment = "promote_deployment";

    public static readonly string[] All = [ImageTag, AutomaticDeploysEnabled, PromoteDeployment];
}
