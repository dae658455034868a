using Microsoft.Extensions.Logging;
using Release.Core.Configuration;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>One edit by the calls of contracts §4. It may be retried after any call, because each try starts with the current state.</summary>
internal sealed partial class ApiUpdate(ConfigEdit edit, ConfigCalls calls, string path, SemaphoreSlim merging, ILogger logger)
{
    /// <summary>Commits of earlier tries. If the main branch has one of them, a merge succeeded whose answer was lost.</summary>
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>The same for every try, so that no branch is left behind.</summary>
    private string? _branch;

    /// <summary>Tries once.</summary>
    /// <exception cref="PushRaceLostException">The file was changed in the meantime; another try may succeed.</exception>
    public async Task<ConfigCommit> TryAsync(CancellationToken cancellationToken)
    {
        var tip = await calls.TipAsync(cancellationToken);
        var branch = _branch ??= CommitMessages.Branch(edit, tip, 0);
        var (before, edited) = await EditAsync(tip, cancellationToken);
        if (edited is null)
        {
            var last = await calls.LastCommitAsync(path, tip, cancellationToken);
            // A killed process may have left the branch behind.
            await TidyAsync(branch, cancellationToken);
            return new ConfigCommit(last, _made.Contains(last) ? tip : null);
        }

        await calls.CreateBranchAsync(branch, tip, cancellationToken);
        var commit = await calls.CommitAsync(path, edited, before, branch, CommitMessages.Message(edit), cancellationToken);
        _made.Add(commit);
        var merge = await MergeAsync(branch, cancellationToken);
        await TidyAsync(branch, cancellationToken);
        return new ConfigCommit(commit, merge ?? await calls.TipAsync(cancellationToken));
    }

    /// <returns>The file's blob id, and its new content; null if nothing changes.</returns>
    private async Task<(string Before, byte[]? Edited)> EditAsync(string tip, CancellationToken cancellationToken)
    {
        var file = await calls.FileAsync(path, tip, cancellationToken) ?? throw new ConfigFileMissingException(edit.Cell, path);
        if (file.Content is null)
        {
            throw new ConfigFileRefusedException(edit.Cell, path, "It is not a regular file.");
        }

        try
        {
            var document = ImageTagDocument.Parse(file.Content);
            var edited = document.With(edit);
            return (file.Id, ReferenceEquals(edited, document) ? null : edited.Bytes);
        }
        catch (ImageTagFormatException exception)
        {
            throw new ConfigFileRefusedException(edit.Cell, path, exception.Message);
        }
    }

    /// <summary>One merge at a time: of two parallel merges into the same branch one would fail.</summary>
    private async Task<string?> MergeAsync(string branch, CancellationToken cancellationToken)
    {
        await merging.WaitAsync(cancellationToken);
        try
        {
            return await calls.MergeAsync(branch, cancellationToken);
        }
        finally
        {
            merging.Release();
        }
    }

    /// <summary>Deletes the branch. A failure is only logged: the change is merged, and the next update with that branch name deletes it.</summary>
    private async Task TidyAsync(string branch, CancellationToken cancellationToken)
    {
        try
        {
            await calls.DeleteBranchAsync(branch, cancellationToken);
        }
        catch (OutsideException exception)
        {
            Log.Left(logger, branch, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4431, LogLevel.Warning, "Branch {Branch} of the configuration repository could not be deleted: {Why}")]
        public static partial void Left(ILogger logger, string branch, string why);
    }
}
