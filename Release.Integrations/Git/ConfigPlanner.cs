using Release.Core.Configuration;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>Plans a batch of edits on the mirror's tip, in order; each edit sees the result of those before it.</summary>
internal sealed class ConfigPlanner(ConfigMirror mirror, ConfigPaths paths)
{
    /// <summary>Inside <see cref="ConfigMirror.UseAsync"/> only.</summary>
    public async Task<ConfigPlan> PlanAsync(IEnumerable<PendingEdit> pending, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, PlannedFile?>(StringComparer.Ordinal);
        var trees = new Dictionary<string, List<GitTreeEntry>>(StringComparer.Ordinal);
        var edits = new List<PlannedEdit>();
        var commits = new List<PlannedCommit>();
        var branches = new HashSet<string>(StringComparer.Ordinal);
        foreach (var next in pending)
        {
            var path = paths.For(next.Edit.Cell.Environment.Value, next.Edit.Cell.Application.Value);
            if (!files.TryGetValue(path, out var file))
            {
                file = await FindAsync(path, trees, cancellationToken);
            }

            var (edit, changed) = Apply(next, path, file, commits);
            files[path] = changed;
            if (edit is { Failure: null, Commit: null })
            {
                edit = edit with { Before = await mirror.LastCommitAsync(path, cancellationToken) };
            }

            if (next.Edit.Version is not null && edit.Failure is null)
            {
                branches.Add(CommitMessages.Branch(next.Edit, mirror.Tip, 0));
            }

            edits.Add(edit);
        }

        return new ConfigPlan(edits, commits, branches);
    }

    private (PlannedEdit Edit, PlannedFile? File) Apply(PendingEdit pending, string path, PlannedFile? file, List<PlannedCommit> commits)
    {
        var edit = pending.Edit;
        if (file is null)
        {
            return (Failed(new ConfigFileMissingException(edit.Cell, path)), file);
        }

        if (!file.IsPlain)
        {
            return (Failed(new ConfigFileRefusedException(edit.Cell, path, "It is not a regular file.")), file);
        }

        try
        {
            var edited = file.Document.With(edit);
            if (ReferenceEquals(edited, file.Document))
            {
                return (new PlannedEdit(pending, file.Commit, IsOwn: false, null, null), file);
            }

            var index = commits.Count;
            commits.Add(new PlannedCommit(CommitMessages.Branch(edit, mirror.Tip, index), CommitMessages.Message(edit), path, edited.Bytes));
            return (new PlannedEdit(pending, index, IsOwn: true, null, null), file with { Document = edited, Commit = index });
        }
        catch (ImageTagFormatException exception)
        {
            return (Failed(new ConfigFileRefusedException(edit.Cell, path, exception.Message)), file);
        }

        PlannedEdit Failed(Exception exception) => new(pending, null, IsOwn: false, null, exception);
    }

    private async Task<PlannedFile?> FindAsync(string path, Dictionary<string, List<GitTreeEntry>> trees, CancellationToken cancellationToken)
    {
        var slash = path.LastIndexOf('/');
        var folder = slash < 0 ? "" : path[..slash];
        if (!trees.TryGetValue(folder, out var entries))
        {
            var tree = await mirror.FindObjectAsync($"{mirror.Tip}:{folder}", cancellationToken);
            trees[folder] = entries = tree is { Type: "tree" } ? GitTreeEntry.ReadAll(tree.Content) : [];
        }

        var entry = entries.Find(entry => entry.Name == path[(slash + 1)..]);
        if (entry is null or { IsFile: false })
        {
            return entry is null ? null : new PlannedFile(IsPlain: false, ImageTagDocument.Parse([]), null);
        }

        var blob = await mirror.FindObjectAsync(entry.Id, cancellationToken) ?? throw new CorruptMirrorException($"The file {path} cannot be read.");
        return new PlannedFile(IsPlain: true, ImageTagDocument.Parse(blob.Content), null);
    }

    /// <param name="IsPlain">False for a folder, a link or a submodule.</param>
    /// <param name="Document">The file after the previous edits.</param>
    /// <param name="Commit">Index of the batch's commit that changed it last; null if none has.</param>
    private sealed record PlannedFile(bool IsPlain, ImageTagDocument Document, int? Commit);
}

/// <summary>How a batch of edits changes the main branch, planned for one tip.</summary>
/// <param name="Edits">The plan for each edit.</param>
/// <param name="Commits">The commits to write, in order.</param>
/// <param name="Branches">The branch names of these updates by contract; stale branches with these names are deleted.</param>
internal sealed record ConfigPlan(IReadOnlyList<PlannedEdit> Edits, IReadOnlyList<PlannedCommit> Commits, IReadOnlyCollection<string> Branches)
{
    /// <summary>
    /// An accepted push proves that the tip was current. "Nothing to change" and "no such file" involve no push, so they need a freshly fetched tip.
    /// </summary>
    public bool NeedsFreshTip => Edits.Any(edit => !edit.IsOwn);

    /// <summary>Completes all edits of the batch.</summary>
    public void Settle(IReadOnlyList<ConfigCommit> written)
    {
        foreach (var edit in Edits)
        {
            if (edit.Failure is not null)
            {
                edit.Pending.Fail(edit.Failure);
            }
            else if (edit.IsOwn)
            {
                edit.Pending.Succeed(written[edit.Commit!.Value]);
            }
            else
            {
                edit.Pending.Succeed(new ConfigCommit(edit.Before ?? written[edit.Commit!.Value].Commit, null));
            }
        }
    }
}

/// <summary>The plan for one edit of a batch. Exactly one of Commit, Before and Failure is set.</summary>
/// <param name="Pending">The edit.</param>
/// <param name="Commit">Index of the commit that contains it: its own, or that of an earlier edit in the batch with the same effect.</param>
/// <param name="IsOwn">Whether that commit was made for this edit.</param>
/// <param name="Before">The existing commit that already has the requested value.</param>
/// <param name="Failure">Why this edit fails; the rest of the batch does not.</param>
internal sealed record PlannedEdit(PendingEdit Pending, int? Commit, bool IsOwn, string? Before, Exception? Failure);
