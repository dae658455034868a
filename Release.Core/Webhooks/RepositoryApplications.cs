using Release.Core.Applications;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Finds the applications of a repository.</summary>
internal static class RepositoryApplications
{
    /// <summary>
    /// By the repository's full name, ignoring case; otherwise by its last segment (contracts §1), so that a repository that
    /// moved to another owner is still found; otherwise by the application's name.
    /// </summary>
    public static async Task<IReadOnlyList<Application>> FindByRepositoryAsync(this IReleaseTransaction transaction, string repository, CancellationToken cancellationToken)
    {
        if (!ApplicationName.TryFromRepository(repository, out var segment))
        {
            return [];
        }

        var named = await transaction.FindByRepositoryNameAsync(segment, cancellationToken);
        var exact = named.Where(application => string.Equals(application.Repository, repository, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (exact.Length > 0)
        {
            return exact;
        }

        return named.Count > 0 ? named
            : await transaction.FindApplicationAsync(segment, cancellationToken) is { } application ? [application]
            : [];
    }
}
