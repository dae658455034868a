namespace Release.Web.Endpoints.Views;

/// <param name="Sha">Null when the version is no commit that is known.</param>
internal sealed record CommitPlaceView(string Environment, string Version, string? Sha);
