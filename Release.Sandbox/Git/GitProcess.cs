using System.Diagnostics;
using System.Text;

namespace Release.Sandbox.Git;

/// <summary>Runs git in one repository: argument lists only, bytes in and out, with a time limit.</summary>
internal sealed class GitProcess(string repository, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="GitFailedException">It ended with another code than 0, or took too long.</exception>
    /// <param name="protocol">The version of git's protocol that a client speaks, such as <c>version=2</c>; null for the first.</param>
    public async Task<byte[]> RunAsync(IReadOnlyList<string> arguments, byte[]? input, CancellationToken cancellationToken, string? protocol = null)
    {
        using var timeout = new CancellationTokenSource(Limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = new Process { StartInfo = Describe(arguments, input is not null, protocol) };
        process.Start();
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, ended.Token);
            var errors = process.StandardError.ReadToEndAsync(ended.Token);
            if (input is not null)
            {
                await WriteAsync(process, input, ended.Token);
            }

            await reading;
            await process.WaitForExitAsync(ended.Token);
            return process.ExitCode == 0
                ? output.ToArray()
                : throw new GitFailedException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GitFailedException($"git {string.Join(' ', arguments)} took longer than {Limit.TotalSeconds} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None); // It may still write until it has exited.
            }
        }
    }

    public async Task<string> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await RunAsync(arguments, null, cancellationToken)).Trim();

    private static async Task WriteAsync(Process process, byte[] input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            return; // git exited before it read everything; its exit code and error output say why.
        }
    }

    private ProcessStartInfo Describe(IReadOnlyList<string> arguments, bool input, string? protocol)
    {
        var start = new ProcessStartInfo("git")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
            WorkingDirectory = repository,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Keeps the user's and the machine's git configuration (signing, templates, hooks) out.
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        if (protocol is not null)
        {
            start.Environment["GIT_PROTOCOL"] = protocol;
        }

        return start;
    }
}

/// <summary>A git command failed; the message contains its error output.</summary>
internal sealed class GitFailedException(string message) : Exception(message);
