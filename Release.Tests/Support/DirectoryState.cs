namespace Release.Tests.Support;

/// <summary>
/// How a process of its own finds its data directory. What is not as it is, is so in a mount namespace of that process
/// alone, which root may make, and where the system allows it anybody: modes would not hold root back, and a limit on the
/// size of files is another error than a full disk.
/// </summary>
internal sealed class DirectoryState
{
    public static readonly DirectoryState AsItIs = new(null);

    public static readonly DirectoryState ReadOnly = new("""mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@" """);

    private readonly string? _script;

    private DirectoryState(string? script) => _script = script;

    /// <summary>A disk of its own with so much room.</summary>
    public static DirectoryState Disk(int kibibytes) => new($"""mount -t tmpfs -o size={kibibytes}k,mode=700 tmpfs "$0" && exec "$@" """);

    /// <summary>What stands before the command that is run.</summary>
    public IEnumerable<string> Command(string directory) => _script is null
        ? []
        : ["unshare", Environment.IsPrivilegedProcess ? "-m" : "-rm", "sh", "-c", _script, directory];
}
