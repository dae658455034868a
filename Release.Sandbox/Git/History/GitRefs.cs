using System.Text;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>A repository's references: read from git's files, changed by <c>git update-ref</c>, which handles locks and name conflicts.</summary>
internal sealed class GitRefs(string repository, GitProcess git)
{
    private const string None = "0000000000000000000000000000000000000000";

    private readonly Lock _gate = new();
    private (DateTime Written, long Length)? _packedState;
    private Dictionary<string, string> _packed = new(StringComparer.Ordinal);

    /// <summary>All references by full name. Loose ones override packed ones, as in git.</summary>
    public SortedDictionary<string, string> Read()
    {
        // Loose references are read first: git writes packed-refs before it deletes a loose file, so none is missed.
        var loose = ReadLoose();
        var all = new SortedDictionary<string, string>(ReadPacked(), StringComparer.Ordinal);
        foreach (var (name, sha) in loose)
        {
            all[name] = sha;
        }

        return all;
    }

    /// <summary>The object that one reference points to; null when it does not exist. Does not read the others.</summary>
    public string? Find(string name) => !RefName.IsValid(name)
        ? null
        : ReadLoose(Path.Combine(repository, name)) ?? ReadPacked().GetValueOrDefault(name); // Loose first, as in Read.

    /// <summary>All changes or none.</summary>
    /// <exception cref="GitFailedException">A reference is not what it must be, its name is not allowed, or its object is missing.</exception>
    public Task UpdateAsync(IEnumerable<RefChange> changes, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var (name, before, after) in changes)
        {
            text.Append(after is null
                ? $"delete {name}\0{before}\0"
                : $"update {name}\0{after}\0{before ?? None}\0");
        }

        return git.RunAsync(["update-ref", "-z", "--stdin"], Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private List<(string Name, string Sha)> ReadLoose()
    {
        var found = new List<(string, string)>();
        var root = Path.Combine(repository, "refs");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".lock", StringComparison.Ordinal))
            {
                continue;
            }

            if (ReadLoose(file) is { } sha)
            {
                found.Add(($"refs/{Path.GetRelativePath(root, file).Replace('\\', '/')}", sha));
            }
        }

        return found;
    }

    private static string? ReadLoose(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            // git replaces the file by rename, so it is always complete.
            return File.ReadAllText(file).Trim() is { } sha && GitObjects.IsName(sha) ? sha : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Deleted meanwhile, or packed; a packed one is found in packed-refs.
        }
    }

    private Dictionary<string, string> ReadPacked()
    {
        var file = new FileInfo(Path.Combine(repository, "packed-refs"));
        lock (_gate)
        {
            if (!file.Exists)
            {
                return [];
            }

            if (_packedState != (file.LastWriteTimeUtc, file.Length))
            {
                _packed = File.ReadLines(file.FullName)
                    .Where(line => line.Length > 41 && line[0] is not ('#' or '^'))
                    .ToDictionary(line => line[41..], line => line[..40], StringComparer.Ordinal);
                _packedState = (file.LastWriteTimeUtc, file.Length);
            }

            return _packed;
        }
    }
}

/// <summary>One reference to move.</summary>
/// <param name="Name">In full: <c>refs/heads/main</c>.</param>
/// <param name="Before">What it must be now; null where it must not exist.</param>
/// <param name="After">Null deletes it.</param>
internal sealed record RefChange(string Name, string? Before, string? After);

/// <summary>git's rules for names of references (<c>git check-ref-format</c>).</summary>
internal static class RefName
{
    private const string Forbidden = " ~^:?*[\\\u007f";

    /// <param name="name">In full, such as <c>refs/heads/main</c>.</param>
    public static bool IsValid(string name) =>
        name.StartsWith("refs/", StringComparison.Ordinal)
        && name.Split('/') is { Length: >= 3 } parts
        && parts.All(part => part.Length > 0 && part[0] is not '.' && !part.EndsWith(".lock", StringComparison.Ordinal))
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains("@{", StringComparison.Ordinal)
        && !name.EndsWith('.')
        && !name.Any(letter => letter < ' ' || Forbidden.Contains(letter, StringComparison.Ordinal));
}
