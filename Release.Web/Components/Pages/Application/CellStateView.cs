namespace Release.Web.Components.Pages.Application;

/// <summary>One of the three truths of a cell, as it is drawn.</summary>
/// <param name="Name">Wanted, Synced or Running.</param>
/// <param name="Source">Who says so: git, Argo CD, pods.</param>
/// <param name="Versions">What it says; empty when it says nothing.</param>
/// <param name="Words">More of it, in words; null when there is no more.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Differs">Whether it is not what git wants.</param>
public sealed record CellStateView(string Name, string Source, IReadOnlyList<string> Versions, string? Words, DateTimeOffset? Since, bool Differs);
