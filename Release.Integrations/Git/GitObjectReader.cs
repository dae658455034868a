using System.Diagnostics;
using System.Text;
using Release.Core.Failures;

namespace Release.Integrations.Git;

/// <summary>
/// Reads objects through one long-lived <c>git cat-file --batch</c>: about 50 µs an object, where a process for each would
/// take milliseconds. It also sees objects and references written after it started. One query at a time.
/// </summary>
internal sealed class GitObjectReader(GitProcess git, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Process? _process;
    private Task? _errors;
    private BufferedStream? _answers;

    /// <summary>The object a name such as <c>refs/heads/main</c> or <c>{commit}:{path}</c> stands for; null if there is none.</summary>
    /// <param name="name">Without line breaks.</param>
    /// <param name="cancellationToken">Ends the wait for exclusive use; a query that was sent is read to its end.</param>
    public async Task<GitObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.AsSpan().IndexOfAny('\n', '\0') >= 0)
        {
            throw new ArgumentException("A line break cannot be part of a git name.", nameof(name));
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var deadline = new CancellationTokenSource(AnswerTimeout, clock);
            return await AskAsync(name, deadline.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or FormatException)
        {
            // Stop the process, because the rest of the answer would be read as the next one.
            await StopAsync();
            throw exception is OperationCanceledException
                ? new OutsideException("git cat-file of the configuration repository's mirror did not answer.", FailureKind.Timeout, exception)
                : new CorruptMirrorException("git cat-file ended early.", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await StopAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<GitObject?> AskAsync(string name, CancellationToken cancellationToken)
    {
        if (_process is null or { HasExited: true })
        {
            await StopAsync();
            _process = git.Start(["cat-file", "--batch"]);
            _errors = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            _answers = new BufferedStream(_process.StandardOutput.BaseStream, 64 * 1024);
        }

        await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(name + "\n"), cancellationToken);
        await _process.StandardInput.BaseStream.FlushAsync(cancellationToken);
        var header = await ReadLineAsync(_answers!, cancellationToken);
        if (header.EndsWith(" missing", StringComparison.Ordinal) || header.EndsWith(" ambiguous", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = header.Split(' ');
        if (parts is not [var id, var type, var length])
        {
            throw new FormatException($"git cat-file answered '{header}'.");
        }

        var content = new byte[int.Parse(length)];
        await _answers!.ReadExactlyAsync(content, cancellationToken);
        var end = new byte[1];
        await _answers.ReadExactlyAsync(end, cancellationToken);
        return new GitObject(id, type, content);
    }

    private static async Task<string> ReadLineAsync(BufferedStream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(next, cancellationToken);
            if (next[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]);
            }

            line.Add(next[0]);
        }
    }

    private async Task StopAsync()
    {
        if (_process is null)
        {
            return;
        }

        GitProcess.Kill(_process);
        await _errors!;
        _process.Dispose();
        _process = null;
    }
}

/// <summary>An object of the repository.</summary>
/// <param name="Id">40 hexadecimal digits.</param>
/// <param name="Type">commit, tree or blob.</param>
/// <param name="Content">As git stores it, without its header.</param>
internal sealed record GitObject(string Id, string Type, byte[] Content);

/// <summary>The local mirror is damaged; it is set aside and cloned again.</summary>
internal sealed class CorruptMirrorException(string message, Exception? innerException = null) : Exception(message, innerException);
