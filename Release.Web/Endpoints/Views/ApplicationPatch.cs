namespace Release.Web.Endpoints.Views;

/// <summary>What can be changed about an application; what is left out stays.</summary>
internal sealed record ApplicationPatch(string? DisplayName, string? Notes, bool? Frozen);
