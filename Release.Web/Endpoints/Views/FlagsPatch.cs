namespace Release.Web.Endpoints.Views;

/// <summary>Flags of one image-tag file; what is left out stays.</summary>
internal sealed record FlagsPatch(bool? AutomaticDeploysEnabled, bool? PromoteDeployment);
