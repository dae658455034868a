using System.Text;
using System.Text.RegularExpressions;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>One bare repository with its objects and references. Writers use LockAsync; readers never wait.</summary>
internal sealed partial class GitRepository(string path, TimeProvider time)
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    public string Path => path;

    public GitProcess Process { get; } = new(path, time);

    public GitObjects Objects { get; } = new(path);

    public GitRefs Refs { get; } = new(path, new GitProcess(path, time));

    /// <summary>Creates the files of <c>git init --bare</c> without starting a process. Can be repeated.</summary>
    /// <param name="path">The folder, created if missing.</param>
    /// <param name="settings">Additional lines of its <c>config</c>.</param>
    public static void Prepare(string path, string settings = "")
    {
        Directory.CreateDirectory(System.IO.Path.Combine(path, "objects"));
        Directory.CreateDirectory(System.IO.Path.Combine(path, "refs", "heads"));
        File.WriteAllText(System.IO.Path.Combine(path, "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(System.IO.Path.Combine(path, "config"), $"[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n{settings}");
    }

    /// <summary>Waits for the write lock, which is held from reading the references to moving them.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        return new Turn(_writing);
    }

    /// <summary>The commit of a branch, tag, full reference or (abbreviated) commit id; null when there is none.</summary>
    public async Task<GitCommit?> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        var refs = Refs.Read();
        foreach (var name in new[] { reference, $"refs/{reference}", $"refs/heads/{reference}", $"refs/tags/{reference}", reference == "HEAD" ? "refs/heads/main" : "" })
        {
            if (name.StartsWith("refs/", StringComparison.Ordinal) && refs.TryGetValue(name, out var sha))
            {
                return Peel(sha);
            }
        }

        if (GitObjects.IsName(reference))
        {
            return Peel(reference);
        }

        return ShortName().IsMatch(reference) && await ExpandAsync(reference, cancellationToken) is { } whole ? Peel(whole) : null;
    }

    /// <summary>The commit itself, or the one that an annotated tag points at.</summary>
    public GitCommit? Peel(string sha)
    {
        for (var depth = 0; depth < 5; depth++)
        {
            switch (Objects.Find(sha))
            {
                case { Kind: "commit" }:
                    return Objects.Commit(sha);
                case { Kind: "tag" } tag:
                    sha = Encoding.UTF8.GetString(tag.Content, "object ".Length, 40);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Writes a commit object without moving a reference.</summary>
    public GitCommit WriteCommit(string tree, IReadOnlyList<string> parents, GitSignature author, GitSignature committer, string message) =>
        Objects.Commit(Objects.Write("commit", GitCommit.Write(tree, parents, author, committer, message)));

    private async Task<string?> ExpandAsync(string abbreviation, CancellationToken cancellationToken)
    {
        try
        {
            return await Process.ReadAsync(["rev-parse", "--verify", "--quiet", abbreviation + "^{commit}"], cancellationToken);
        }
        catch (GitFailedException)
        {
            return null; // No commit, or more than one, has this prefix.
        }
    }

    [GeneratedRegex("^[0-9a-f]{4,39}$")]
    private static partial Regex ShortName();

    private sealed class Turn(SemaphoreSlim writing) : IDisposable
    {
        public void Dispose() => writing.Release();
    }
}
