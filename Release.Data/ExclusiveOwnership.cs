namespace Release.Data;

/// <summary>
/// Ensures that only this process works on a data directory and on a SQLite file, wherever it is (docs/adr/0016), by
/// exclusive locks on a file in the directory and on one beside the database. The system releases them when the process
/// ends, so nothing has to be cleaned up after a kill.
/// </summary>
public sealed class ExclusiveOwnership : IDisposable
{
    private const string LockFile = "release.lock";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // EWOULDBLOCK on Linux, the same on macOS, and a sharing violation on Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly List<FileStream> _locks = [];

    private ExclusiveOwnership()
    {
    }

    /// <summary>Locks the directory (created if missing) and the database's file, before anything else is written.</summary>
    /// <param name="directory">Absolute.</param>
    /// <param name="database">Its options: only SQLite is a file.</param>
    /// <exception cref="StartupRefusedException">Another process has locked one of them, or Release may not write there.</exception>
    public static ExclusiveOwnership Take(string directory, DatabaseOptions database)
    {
        var owner = new ExclusiveOwnership();
        try
        {
            owner.Lock(directory, LockFile, $"the data directory {directory}", "give this one a data directory of its own (Release:DataDirectory)");
            CloseToOthers(directory);
            if (database.File is { } file)
            {
                owner.Lock(Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".lock", $"the database {file}", "give this one a database of its own (ConnectionStrings:Release)");
                foreach (var suffix in (string[])["", "-wal", "-shm"])
                {
                    CloseToOthers(file + suffix);
                }
            }

            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public void Dispose() => _locks.ForEach(taken => taken.Dispose());

    private void Lock(string directory, string name, string what, string otherwise)
    {
        try
        {
            Directory.CreateDirectory(directory);
            _locks.Add(new FileStream(Path.Combine(directory, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held) when (HeldByAnother.Contains(held.HResult))
        {
            throw new StartupRefusedException($"Another Release uses {what}. Stop it, or {otherwise}.", held);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException && !DiskTrouble.IsFull(error)))
        {
            throw new StartupRefusedException(
                $"Release may not write to {what}: {error.Message.TrimEnd('.')}. Give its user the right to write there, or {otherwise}.", error);
        }
    }

    /// <summary>
    /// Removes other users' rights that an earlier umask left. A directory that belongs to another user (the root of a mounted
    /// volume) or is shared (sticky, like /tmp) stays as it is; Release's files in it are protected by the umask.
    /// </summary>
    private static void CloseToOthers(string path)
    {
        if (OperatingSystem.IsWindows() || !Path.Exists(path))
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) is UnixFileMode.None || mode.HasFlag(UnixFileMode.StickyBit))
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, mode & ~Others);
        }
        catch (UnauthorizedAccessException) when (!File.Exists(path))
        {
            return;
        }
    }
}

/// <summary>Release cannot start. The message gives whoever started it the cause and the remedy.</summary>
public sealed class StartupRefusedException : Exception
{
    public StartupRefusedException(string message)
        : base(message)
    {
    }

    public StartupRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
