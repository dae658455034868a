using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Sources;

namespace Release.Web.Hosting;

/// <summary>Why what a deployment shipped is not to be seen.</summary>
internal static class ChangesText
{
    public static string NotTaken(ApplicationName application, IBoard board, SourceSettings sources)
    {
        var repository = board.Find(application)?.Repository ?? application.Value;
        return sources.RepositoryOf(repository) is null
            ? NoOwner(repository)
            : "Release has not got it from GitHub. It looks for deployments of the last seven days, as soon as GitHub answers.";
    }

    public static string NoOwner(string repository) => $"The owner of {repository} on GitHub is not known: set Release:GitHub:Organisation.";
}
