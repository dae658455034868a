using System.Text;

namespace Release.Integrations.Git;

/// <summary>How a git process ended.</summary>
/// <param name="Command">Its subcommand, for messages.</param>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error, without secrets.</param>
internal sealed record GitResult(string Command, int ExitCode, byte[] Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output);
}
