using Release.Core.Sources;

namespace Release.Web.Components.Pages.Application;

/// <summary>A commit of the log.</summary>
/// <param name="Tags">On it, newest first.</param>
/// <param name="Environments">Those that are there, as people call them.</param>
/// <param name="Version">What its button deploys: the tag of its release, else its own name.</param>
internal sealed record CommitLine(SourceCommit Commit, IReadOnlyList<string> Tags, IReadOnlyList<string> Environments, string Version);
