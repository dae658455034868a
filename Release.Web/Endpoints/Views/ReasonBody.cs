namespace Release.Web.Endpoints.Views;

/// <summary>Why, in one's own words.</summary>
internal sealed record ReasonBody(string? Reason);
