using System.Security.Cryptography;
using System.Text;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>
/// The mirror's files on disk: its lock, its configuration, what a crash left behind. Beside <c>{Directory}</c> itself there
/// are <c>.lock</c> (held while in use), <c>.gitconfig</c>, <c>.new</c> (a clone under way) and <c>.damaged</c> (set aside).
/// </summary>
internal sealed class MirrorFiles(ConfigRepositoryOptions options) : IDisposable
{
    private FileStream? _lock;

    public string Directory { get; } = Path.TrimEndingDirectorySeparator(options.Directory);

    public string New => Directory + ".new";

    public string GlobalConfig => Directory + ".gitconfig";

    public bool Exists => System.IO.Directory.Exists(Directory);

    private string Marker => Path.Combine(Directory, "release-origin");

    // Without the credentials: new ones do not make it another repository.
    private string Origin => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{RemoteAddress.Redact(options.Url)}\n{options.Branch}")));

    /// <exception cref="OutsideException">Another process has it, or the folder may not be written to.</exception>
    public void Acquire()
    {
        if (_lock is not null)
        {
            return;
        }

        try
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Directory)!);
            // Held by the operating system for the process, so a killed one leaves nothing to clean up.
            _lock = new FileStream(Directory + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutsideException(
                $"The mirror of the configuration repository cannot be used: {exception.Message} Each process needs a {ConfigRepositoryOptions.Section}:Directory of its own, which it may write to.",
                FailureKind.Permission,
                exception);
        }

        Delete(New);
        WritePrivate(GlobalConfig, Global());
    }

    /// <summary>Whether the mirror on disk is one of the repository that is configured now.</summary>
    public bool IsOfOrigin() => File.Exists(Marker) && File.ReadAllText(Marker) == Origin;

    /// <summary>Makes the finished clone the mirror. A rename: there is never half of one in its place.</summary>
    public void Adopt()
    {
        File.WriteAllText(Path.Combine(New, "release-origin"), Origin);
        System.IO.Directory.Move(New, Directory);
    }

    /// <summary>Keeps the last broken mirror for whoever wants to know; earlier ones go.</summary>
    public void SetAside()
    {
        Delete(Directory + ".damaged");
        System.IO.Directory.Move(Directory, Directory + ".damaged");
    }

    public void Discard() => Delete(Directory);

    /// <summary>
    /// Removes git's own locks. Only we use the mirror, and only one writer at a time, so those that are there when
    /// nothing runs were left by a process that was killed.
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
            // The operator named this repository, so another owner of its files is no surprise.
            text.Append("\tdirectory = ").Append(Quote(Path.TrimEndingDirectorySeparator(path))).Append('\n');
            text.Append("\tdirectory = ").Append(Quote(Path.Combine(path, ".git"))).Append('\n');
        }

        if (options.GitConfigFile.Length > 0)
        {
            text.Append("[include]\n\tpath = ").Append(Quote(options.GitConfigFile)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Where the main branch, as last seen, stands in the mirror. Both fetch and push keep it up to date.</summary>
    public static string Tracking(ConfigRepositoryOptions options) => $"refs/remotes/origin/{options.Branch}";

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // The address can hold a password.
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

        // Git writes its objects read-only.
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.IsReadOnly))
        {
            file.IsReadOnly = false;
        }

        System.IO.Directory.Delete(directory, recursive: true);
    }
}
