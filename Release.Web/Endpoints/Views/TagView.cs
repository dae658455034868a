namespace Release.Web.Endpoints.Views;

/// <summary>A tag and the commit it leads to.</summary>
internal sealed record TagView(string Name, string Sha, DateTime CommittedAt);
