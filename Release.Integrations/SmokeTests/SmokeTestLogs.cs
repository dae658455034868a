using System.Text;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;

namespace Release.Integrations.SmokeTests;

/// <summary>Reads what tests wrote. A log that cannot be read is a note beside the result, never the result.</summary>
internal sealed class SmokeTestLogs(ClusterClient client, int maxBytes)
{
    /// <summary>What is shown while tests run.</summary>
    private const int TailLines = 60;

    /// <summary>More than any output of tests that somebody reads; the bytes are limited after it.</summary>
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
            // A cluster without kubelets answers with nothing, or that the pod has no host.
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

/// <param name="Text">What was written; empty when it could not be read.</param>
/// <param name="Problem">Why it could not be read.</param>
/// <param name="MayComeBack">Reading it again may help.</param>
internal sealed record SmokeTestLog(string Text, string? Problem = null, bool MayComeBack = false);
