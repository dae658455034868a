namespace Release.Core.Environments;

/// <summary>One place where versions run.</summary>
/// <param name="Name">Its name, which is also the folder in the configuration repository and the kubeconfig context.</param>
/// <param name="PromotesOnward">
/// Whether it is a link of the promotion chain. An environment beside the chain (such as a <c>test</c> one) is
/// deployed to, shown, and never promoted from or to.
/// </param>
/// <param name="Mode">Who does the work there.</param>
/// <param name="Engine">What brings a version into its cluster.</param>
public sealed record DeploymentEnvironment(
    EnvironmentName Name,
    bool PromotesOnward = true,
    EnvironmentMode Mode = EnvironmentMode.Orchestrate,
    EnvironmentEngine Engine = EnvironmentEngine.ArgoCd)
{
    /// <summary>For people: <c>integration</c> → <c>Integration</c>.</summary>
    public string DisplayName => char.ToUpperInvariant(Name.Value[0]) + Name.Value[1..];
}

/// <summary>Who moves versions in an environment.</summary>
public enum EnvironmentMode
{
    /// <summary>Release's own jobs do the work.</summary>
    Orchestrate,

    /// <summary>Other workflows do the work; Release records and watches.</summary>
    Observe,
}

/// <summary>What brings a version into an environment's cluster.</summary>
public enum EnvironmentEngine
{
    /// <summary>Argo CD follows the configuration repository; Release asks it to look and watches.</summary>
    ArgoCd,

    /// <summary>There is no Argo CD: Release itself sets the image of the application's Deployments (ADR 0008).</summary>
    Kubernetes,
}

/// <summary>Engines in words. The one place where sentences get their names from.</summary>
public static class EngineText
{
    /// <summary>Who syncs, as the subject of a sentence.</summary>
    public static string Actor(this EnvironmentEngine engine) => engine is EnvironmentEngine.Kubernetes ? "Release" : "Argo CD";

    /// <summary>What it syncs, as the noun before a name.</summary>
    public static string Application(this EnvironmentEngine engine) => engine is EnvironmentEngine.Kubernetes ? "Deployment" : "Argo CD application";
}
