using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Git.Objects;

/// <summary>
/// The objects of one bare repository, read and written as files, so that API requests need no git process.
/// Safe beside other writers (a push, <c>git gc</c>): objects never change, and new packs are looked for before an object counts as missing.
/// </summary>
internal sealed class GitObjects(string repository)
{
    private const int Remembered = 4096;

    private readonly string _folder = Path.Combine(repository, "objects");
    private readonly Lock _packing = new();
    private readonly ConcurrentDictionary<string, GitCommit> _commits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<GitTreeEntry>> _trees = new(StringComparer.Ordinal);
    private Dictionary<string, PackFile>? _packs;

    /// <summary>Whether a text is a full object id.</summary>
    public static bool IsName(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);

    /// <returns>Null when there is no such object.</returns>
    public GitObject? Find(string sha)
    {
        if (ReadLoose(sha) is { } loose)
        {
            return loose;
        }

        var name = Convert.FromHexString(sha);
        return FindPacked(name, Packs(again: false)) ?? FindPacked(name, Packs(again: true)) ?? ReadLoose(sha);
    }

    public GitCommit? FindCommit(string sha)
    {
        if (_commits.TryGetValue(sha, out var known))
        {
            return known;
        }

        return Find(sha) is { Kind: "commit" } found ? Remember(_commits, sha, GitCommit.Parse(sha, found.Content)) : null;
    }

    /// <exception cref="InvalidDataException">There is no such commit.</exception>
    public GitCommit Commit(string sha) => FindCommit(sha) ?? throw new InvalidDataException($"Commit {sha} is missing.");

    /// <summary>Entries of a tree; empty when there is no such tree.</summary>
    public IReadOnlyList<GitTreeEntry> Tree(string? sha)
    {
        if (sha is null)
        {
            return [];
        }

        if (_trees.TryGetValue(sha, out var known))
        {
            return known;
        }

        return Find(sha) is { Kind: "tree" } found ? Remember(_trees, sha, GitTree.Parse(found.Content)) : [];
    }

    /// <summary>The object's id; an existing object is not written again.</summary>
    public string Write(string kind, byte[] content)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes($"{kind} {content.Length}\0"), .. content];
#pragma warning disable CA5350 // git's object ids are SHA-1; nothing here relies on it for security.
        var sha = Convert.ToHexStringLower(SHA1.HashData(whole));
#pragma warning restore CA5350
        var path = LoosePath(sha);
        if (File.Exists(path))
        {
            return sha;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(_folder, $"tmp_obj_{Guid.NewGuid():N}");
        using (var file = File.Create(temporary))
        using (var packed = new ZLibStream(file, CompressionLevel.Fastest))
        {
            packed.Write(whole);
        }

        File.Move(temporary, path, overwrite: true);
        return sha;
    }

    private static T Remember<T>(ConcurrentDictionary<string, T> known, string sha, T value)
    {
        if (known.Count >= Remembered)
        {
            known.Clear();
        }

        return known.GetOrAdd(sha, value);
    }

    private GitObject? FindPacked(byte[] name, Dictionary<string, PackFile> packs)
    {
        foreach (var pack in packs.Values)
        {
            try
            {
                if (pack.Find(name, Find) is { } found)
                {
                    return found;
                }
            }
            catch (FileNotFoundException)
            {
                Forget(); // git gc deleted the pack; its objects are in another one.
            }
        }

        return null;
    }

    private void Forget()
    {
        lock (_packing)
        {
            _packs = null;
        }
    }

    private Dictionary<string, PackFile> Packs(bool again)
    {
        lock (_packing)
        {
            if (_packs is not null && !again)
            {
                return _packs;
            }

            var folder = Path.Combine(_folder, "pack");
            var former = _packs ?? [];
            _packs = Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, "*.idx").ToDictionary(path => path, path => former.GetValueOrDefault(path) ?? new PackFile(path), StringComparer.Ordinal)
                : [];
            return _packs;
        }
    }

    private GitObject? ReadLoose(string sha)
    {
        var path = LoosePath(sha);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var unpacked = new ZLibStream(file, CompressionMode.Decompress);
            using var whole = new MemoryStream();
            unpacked.CopyTo(whole);
            var bytes = whole.ToArray();
            var zero = Array.IndexOf(bytes, (byte)0);
            return new GitObject(Encoding.ASCII.GetString(bytes, 0, zero).Split(' ')[0], bytes[(zero + 1)..]);
        }
        catch (FileNotFoundException)
        {
            return null; // git gc packed it between the check and the read.
        }
    }

    private string LoosePath(string sha) => Path.Combine(_folder, sha[..2], sha[2..]);
}

/// <summary>A commit, tree, blob or tag as git stores it, without its header.</summary>
/// <param name="Kind"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
internal sealed record GitObject(string Kind, byte[] Content);
