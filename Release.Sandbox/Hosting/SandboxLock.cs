namespace Release.Sandbox.Hosting;

/// <summary>A lock, so that only one process works on a sandbox's folder. The system gives the lock back when the process ends, however it ends.</summary>
internal sealed class SandboxLock : IDisposable
{
    private const string FileName = "sandbox.lock";

    /// <summary>How long a predecessor may take to end after its Release was killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(25);

    // EWOULDBLOCK on Linux, the same on macOS, and a sharing violation on Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private SandboxLock(FileStream file) => _file = file;

    /// <summary>Locks the folder, and creates it if it is missing. Nothing else is written before.</summary>
    /// <exception cref="SandboxRefusedException">Another sandbox holds it, or it is not writable.</exception>
    public static async Task<SandboxLock> TakeAsync(string directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(directory);
                return new SandboxLock(new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException held) when (HeldByAnother.Contains(held.HResult))
            {
                if (time.GetElapsedTime(since) > Patience)
                {
                    throw new SandboxRefusedException(
                        $"Another sandbox works on {directory}. Stop that one, or give this one a data directory of its own (Release:DataDirectory).", held);
                }
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                throw new SandboxRefusedException($"It may not write to {directory}: {error.Message.TrimEnd('.')}. Give its user the right to, or set Release:DataDirectory.", error);
            }

            await Task.Delay(TryAgain, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>The sandbox cannot start; the message says why and what to do.</summary>
public sealed class SandboxRefusedException(string message, Exception? inner = null) : Exception(message, inner);
