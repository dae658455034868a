namespace Release.Web.Endpoints.Views;

/// <summary>How long the secret before counts.</summary>
internal sealed record RotateBody(int? GraceHours);
