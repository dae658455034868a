using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The real kubectl, pointed at a sandbox. What differs from run to run (ages, generated endings of names) is made the same.</summary>
internal sealed partial class Kubectl(SandboxUnderTest sandbox)
{
    /// <returns>What it printed, normalised.</returns>
    public async Task<string> RunAsync(params string[] arguments) => await RunAsync(0, null, arguments);

    /// <returns>What it printed to both, as a failure does.</returns>
    public async Task<string> FailAsync(params string[] arguments) => await RunAsync(1, null, arguments);

    public async Task<string> RunWithInputAsync(string input, params string[] arguments) => await RunAsync(0, input, arguments);

    /// <summary>Starts a command that goes on by itself, such as <c>get -w</c>; the caller ends it.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["KUBECONFIG"] = sandbox.World.KubeconfigPath;
        start.Environment["HOME"] = sandbox.Directory; // Its discovery cache goes with the sandbox.
        return Process.Start(start) ?? throw new InvalidOperationException("kubectl did not start.");
    }

    public static string Normalize(string text)
    {
        text = Ages().Replace(text, "${before}AGE");
        text = HashedPods().Replace(text, "-HASH-POD");
        text = Hashes().Replace(text, "-HASH");
        return Spaces().Replace(text, "  ").Replace("\r", "", StringComparison.Ordinal).TrimEnd();
    }

    private async Task<string> RunAsync(int exitCode, string? input, string[] arguments)
    {
        using var process = Start(arguments);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(sandbox.Cancelled);
        var output = await process.StandardOutput.ReadToEndAsync(sandbox.Cancelled);
        await process.WaitForExitAsync(sandbox.Cancelled);
        process.ExitCode.ShouldBe(exitCode, $"kubectl {string.Join(' ', arguments)}: {await errors}");
        return Normalize(exitCode == 0 ? output : output + await errors);
    }

    // A column of its own, so that a "2m" in a text stays.
    [GeneratedRegex(@"(?<before> {2,}|\()([0-9]+[smhdy]){1,2}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ages();

    [GeneratedRegex("-[bcdfghjklmnpqrstvwxz2456789]{10}-[bcdfghjklmnpqrstvwxz2456789]{5}\\b", RegexOptions.None, 1000)]
    private static partial Regex HashedPods();

    [GeneratedRegex("-[bcdfghjklmnpqrstvwxz2456789]{10}\\b", RegexOptions.None, 1000)]
    private static partial Regex Hashes();

    [GeneratedRegex("[ \t]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
