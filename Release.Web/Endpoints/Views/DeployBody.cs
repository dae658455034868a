namespace Release.Web.Endpoints.Views;

/// <summary>The wish to deploy.</summary>
internal sealed record DeployBody(string Application, string Environment, string Version, string? Reason);
