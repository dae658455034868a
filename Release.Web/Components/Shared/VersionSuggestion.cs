namespace Release.Web.Components.Shared;

/// <summary>A version one may want to deploy.</summary>
/// <param name="Where">Why it is suggested, for example <c>runs in integration</c>.</param>
internal sealed record VersionSuggestion(string Version, string Where);
