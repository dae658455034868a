namespace Release.Web.Endpoints.Views;

/// <summary>Which teams somebody is in.</summary>
internal sealed record TeamsBody(string[] Teams);
