using System.Security.Cryptography;
using System.Text;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>
/// The mirror's files on disk: its lock, its configuration, and leftovers of a crash. Next to <c>{Directory}</c> there are
/// <c>.lock</c> (held while in use), <c>.gitconfig</c>, <c>.new</c> (a clone under way) and <c>.damaged</c> (set aside).
/// </summary>
internal sealed class MirrorFiles(ConfigRepositoryOptions options) : IDisposable
{
    private FileStream? _lock;

    public string Directory { get; } = Path.TrimEndingDirectorySeparator(options.Directory);

    public string New => Directory + ".new";

    public string GlobalConfig => Directory + ".gitconfig";

    public bool Exists => System.IO.Directory.Exists(Directory);

    private string Marker => Path.Combine(Directory, "release-origin");

    // Without the credentials, so that new ones do not count as another repository.
    private string Origin => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{RemoteAddress.Redact(options.Url)}\n{options.Branch}")));

    /// <exception cref="OutsideException">Another process uses it, or the folder is not writable.</exception>
    public void Acquire()
    {
        if (_lock is not null)
        {
            return;
        }

        try
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Directory)!);
            // The operating system releases it when the process ends, even if it is killed.
            _lock = new FileStream(Directory + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutsideException(
                $"The mirror of the configuration repository cannot be used: {exception.Message} Each process needs its own {ConfigRepositoryOptions.Section}:Directory, and write access to it.",
                FailureKind.Permission,
                exception);
        }

        Delete(New);
        WritePrivate(GlobalConfig, Global());
    }

    /// <summary>Whether the mirror on disk is of the configured repository and branch.</summary>
    public bool IsOfOrigin() => File.Exists(Marker) && File.ReadAllText(Marker) == Origin;

    /// <summary>Makes the finished clone the mirror, by a rename, so that the mirror is never incomplete.</summary>
    public void Adopt()
    {
        File.WriteAllText(Path.Combine(New, "release-origin"), Origin);
        System.IO.Directory.Move(New, Directory);
    }

    /// <summary>Keeps the damaged mirror for analysis and deletes an earlier one.</summary>
    public void SetAside()
    {
        Delete(Directory + ".damaged");
        System.IO.Directory.Move(Directory, Directory + ".damaged");
    }

    public void Discard() => Delete(Directory);

    /// <summary>
    /// Removes git's locks and temporary files. Only Release uses the mirror, with one writer at a time, so those that exist
    /// while nothing runs were left by a killed process.
    /// </summary>
    /// <returns>How many.</returns>
    public int RemoveStaleLocks()
    {
        var stale = System.IO.Directory.EnumerateFiles(Directory, "*.lock", SearchOption.AllDirectories)
            .Concat(System.IO.Directory.EnumerateFiles(Directory, "tmp_*", SearchOption.AllDirectories))
            .Concat(System.IO.Directory.EnumerateFiles(Directory, "gc.pid"))
            .ToList();
        stale.ForEach(File.Delete);
        return stale.Count;
    }

    public void WriteConfig(string gitDirectory) => WritePrivate(Path.Combine(gitDirectory, "config"), Local());

    public void Dispose() => _lock?.Dispose();

    private string Local() => $"""
        [core]
        	repositoryformatversion = 0
        	bare = true
        	hooksPath = /dev/null
        	logAllRefUpdates = false
        	askPass =
        [gc]
        	auto = 0
        [maintenance]
        	auto = false
        [pack]
        	threads = 1
        [protocol]
        	version = 2
        [http]
        	lowSpeedLimit = 1000
        	lowSpeedTime = 20
        [remote "origin"]
        	url = {Quote(options.Url)}
        	fetch = {Quote($"+refs/heads/{options.Branch}:{Tracking(options)}")}
        	tagOpt = --no-tags

        """;

    private string Global()
    {
        var text = new StringBuilder("[safe]\n").Append("\tdirectory = ").Append(Quote(Directory)).Append('\n');
        if (RemoteAddress.LocalPath(options.Url) is { } path)
        {
            // The operator configured this repository, so git may trust it although another user owns its files.
            text.Append("\tdirectory = ").Append(Quote(Path.TrimEndingDirectorySeparator(path))).Append('\n');
            text.Append("\tdirectory = ").Append(Quote(Path.Combine(path, ".git"))).Append('\n');
        }

        if (options.GitConfigFile.Length > 0)
        {
            text.Append("[include]\n\tpath = ").Append(Quote(options.GitConfigFile)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The mirror's reference for the remote's main branch. Fetch and push update it.</summary>
    public static string Tracking(ConfigRepositoryOptions options) => $"refs/remotes/origin/{options.Branch}";

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // Readable by the owner only, because the address may contain a password.
    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(path);
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private static void Delete(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            return;
        }

        // Git's object files are read-only and must be made writable to be deleted.
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.IsReadOnly))
        {
            file.IsReadOnly = false;
        }

        System.IO.Directory.Delete(directory, recursive: true);
    }
}
