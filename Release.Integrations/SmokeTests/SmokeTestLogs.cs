using System.Text;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;

namespace Release.Integrations.SmokeTests;

/// <summary>Reads the tests' output. A log that cannot be read is a note in the result and does not change the outcome.</summary>
internal sealed class SmokeTestLogs(ClusterClient client, int maxBytes)
{
    /// <summary>How many lines are shown while tests run.</summary>
    private const int TailLines = 60;

    /// <summary>A large number of lines; the output is then cut to the limit in bytes.</summary>
    private const int AllLines = 50_000;

    public Task<SmokeTestLog> TailAsync(string @namespace, string pod, string? container, CancellationToken cancellationToken) =>
        ReadAsync(@namespace, pod, container, TailLines, cancellationToken);

    public Task<SmokeTestLog> AllAsync(string @namespace, string pod, string? container, CancellationToken cancellationToken) =>
        ReadAsync(@namespace, pod, container, AllLines, cancellationToken);

    /// <summary>The end of a text, from the beginning of a line.</summary>
    public static string End(string text, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text).AsSpan()[^maxBytes..];
        var line = bytes.IndexOf((byte)'\n');
        return $"(only the last {maxBytes / 1024} kB are kept)\n{Encoding.UTF8.GetString(line < 0 ? WholeLetters(bytes) : bytes[(line + 1)..])}";
    }

    private async Task<SmokeTestLog> ReadAsync(string @namespace, string pod, string? container, int lines, CancellationToken cancellationToken)
    {
        try
        {
            // A cluster without kubelets, as in tests, returns an empty log or says that the pod has no host.
            return await client.PodLogAsync(@namespace, pod, container, previous: false, lines, cancellationToken) is { Length: > 0 } text
                ? new SmokeTestLog(End(text, maxBytes))
                : new SmokeTestLog("", $"the cluster has no log of pod {pod}");
        }
        catch (OutsideException exception)
        {
            return new SmokeTestLog("", exception.Message, MayComeBack: exception.Kind is FailureKind.Network or FailureKind.Timeout);
        }
    }

    private static ReadOnlySpan<byte> WholeLetters(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (start < bytes.Length && (bytes[start] & 0xC0) == 0x80)
        {
            start++;
        }

        return bytes[start..];
    }
}

/// <param name="Text">The output; empty if it could not be read.</param>
/// <param name="Problem">Why it could not be read.</param>
/// <param name="MayComeBack">Whether reading it again may succeed.</param>
internal sealed record SmokeTestLog(string Text, string? Problem = null, bool MayComeBack = false);
