using Release.Core.Failures;

namespace Release.Integrations.Git;

/// <summary>Translates git's errors. Git runs with <c>LC_ALL=C</c>, so its phrases are the same everywhere.</summary>
internal static class GitFailure
{
    private static readonly (FailureKind Kind, string[] Phrases)[] PhrasesByKind =
    [
        (FailureKind.Permission,
        [
            "Authentication failed", "Permission denied", "could not read Username", "could not read Password", "terminal prompts disabled",
            "error: 401", "error: 403", "Access denied", "protected branch", "hook declined", "dubious ownership", "insufficient permission",
            "Host key verification failed", "not permitted", "unable to create temporary object directory",
        ]),
        (FailureKind.NotFound,
        [
            "does not appear to be a git repository", "couldn't find remote ref", "Repository not found", "does not exist", "not found",
            "error: 404", "No such file or directory",
        ]),
        (FailureKind.Timeout, ["timed out", "Timeout"]),
        (FailureKind.Network,
        [
            "Could not resolve", "Connection refused", "Failed to connect", "Could not connect", "hung up", "early EOF", "onnection reset",
            "RPC failed", "No route to host", "Network is unreachable", "onnection closed", "Operation too slow", "error: 5", "unable to access",
            "Could not read from remote",
        ]),
    ];

    // Git's phrases for damaged objects or references, as a crash of the machine can leave them.
    private static readonly string[] DamagePhrases =
    [
        "bad object", "is corrupt", "corrupt loose object", "object file", "unable to read tree", "missing blob", "missing tree", "missing commit", "broken ref",
        "did not send all necessary objects", "bad ref", "unable to resolve reference", "not a valid object", "not a git repository: ", "does not match index",
        "cannot be accessed", "bad tree", "Failed to traverse parents", "unable to unpack",
    ];

    public static FailureKind KindOf(string error) =>
        Array.Find(PhrasesByKind, entry => Array.Exists(entry.Phrases, phrase => error.Contains(phrase, StringComparison.OrdinalIgnoreCase))) is { Phrases: not null } found
            ? found.Kind
            : FailureKind.ExitCode;

    /// <summary>Whether the error means that the local mirror is damaged.</summary>
    public static bool IsDamage(GitResult result) =>
        !result.Succeeded && result.Error.Split('\n').Any(line =>
            !line.StartsWith("remote:", StringComparison.Ordinal)
            && Array.Exists(DamagePhrases, phrase => line.Contains(phrase, StringComparison.OrdinalIgnoreCase)));

    public static OutsideException Translate(GitResult result, string what) =>
        new($"{what}: {Gist(result.Error)} (git {result.Command}, exit code {result.ExitCode})", KindOf(result.Error));

    /// <summary>The most telling line: the first "fatal:" or "error:", otherwise the first line.</summary>
    private static string Gist(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = Array.Find(lines, line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal))
            ?? (lines.Length > 0 ? lines[0] : "git gave no reason");
        return line.Length > 300 ? line[..300] + "…" : line;
    }
}
