using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>Runs the <c>git</c> command: with an argument list, a time limit and a controlled environment; killed when cancelled.</summary>
internal sealed partial class GitProcess(string gitDirectory, string globalConfig, TimeProvider clock, ILogger<GitProcess> logger)
{
    // Other variables that begin with GIT_ are removed, because they could point git at another repository (for example a hook's GIT_DIR).
    private static readonly string[] KeptVariables = ["GIT_SSL_", "GIT_SSH", "GIT_ASKPASS", "GIT_EXEC_PATH", "GIT_TRACE", "GIT_CURL_VERBOSE", "GIT_PROXY_", "GIT_TEST_"];

    /// <summary>Runs to the end and returns exit code and output.</summary>
    /// <param name="arguments">The subcommand and its arguments.</param>
    /// <param name="input">Written to its standard input.</param>
    /// <param name="limit">The process and its children are killed after this time.</param>
    /// <param name="cancellationToken">Kills them too.</param>
    /// <exception cref="OutsideException">It took too long (Timeout) or git is not installed (NotFound).</exception>
    public async Task<GitResult> RunAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var began = clock.GetTimestamp();
        using var process = Start(arguments);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, either.Token);
            var error = ReadAsync(process.StandardError.BaseStream, either.Token);
            await WriteAsync(process, input, either.Token);
            await process.WaitForExitAsync(either.Token);
            var result = new GitResult(arguments[0], process.ExitCode, await output, RemoteAddress.Redact(Encoding.UTF8.GetString(await error)));
            Log.Ran(logger, result.Command, result.ExitCode, clock.GetElapsedTime(began).TotalMilliseconds);
            return result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TooLong(logger, arguments[0], limit.TotalSeconds);
            throw new OutsideException($"git {arguments[0]} of the configuration repository took longer than {limit.TotalSeconds:0.#} seconds.", FailureKind.Timeout);
        }
        finally
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public Task<GitResult> RunAsync(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken) =>
        RunAsync(arguments, ReadOnlyMemory<byte>.Empty, limit, cancellationToken);

    /// <summary>Starts a process with all three streams redirected; the caller ends it.</summary>
    public Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add("--git-dir");
        start.ArgumentList.Add(gitDirectory);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Harden(start.Environment);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new OutsideException("The git command could not be started. Install git 2.30 or later and put it on the PATH.", FailureKind.NotFound, exception);
        }
    }

    public static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended between the check and the kill.
            Debug.WriteLine(exception.Message);
        }
    }

    private void Harden(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
        {
            if (!Array.Exists(KeptVariables, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                environment.Remove(name);
            }
        }

        environment["LC_ALL"] = "C";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        // Our own file instead of the user's. It says which directories are safe, also to the upload-pack and receive-pack
        // that serve a remote on this machine, which "-c" would not reach. It can include another file.
        environment["GIT_CONFIG_GLOBAL"] = globalConfig;
        environment["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh";
        environment.Remove("SSH_ASKPASS");
        if (!environment.ContainsKey("GIT_SSH_COMMAND") && !environment.ContainsKey("GIT_SSH"))
        {
            environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=10";
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, cancellationToken);
        return memory.ToArray();
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException exception)
        {
            // Git ended before it read everything; its exit code and error output say why.
            Debug.WriteLine(exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4100, LogLevel.Debug, "git {Command} ended with {ExitCode} after {Milliseconds:0} ms")]
        public static partial void Ran(ILogger logger, string command, int exitCode, double milliseconds);

        [LoggerMessage(4101, LogLevel.Warning, "git {Command} was stopped after {Seconds:0.#} s")]
        public static partial void TooLong(ILogger logger, string command, double seconds);
    }
}

/// <summary>The result of a git process.</summary>
/// <param name="Command">Its subcommand, for messages.</param>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error with credentials in addresses removed.</param>
internal sealed record GitResult(string Command, int ExitCode, byte[] Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output);
}
