using Release.Core.Environments;

namespace Release.Web.Hosting;

/// <summary>One entry of <c>Release:Environments</c>. An entry whose name is blank is left out: so a default one is removed.</summary>
public sealed class EnvironmentSettings
{
    public string Name { get; set; } = "";

    public bool PromotesOnward { get; set; } = true;

    public EnvironmentMode Mode { get; set; } = EnvironmentMode.Orchestrate;

    /// <summary>What brings versions into its cluster.</summary>
    public EnvironmentEngine Engine { get; set; } = EnvironmentEngine.ArgoCd;
}
