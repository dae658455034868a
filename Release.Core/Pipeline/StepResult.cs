using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>The result of one pass of a step.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>Output to store with the step.</summary>
    public StepOutput? Output { get; init; }

    /// <summary>Reports about its sub-steps; a sub-step without a report stays as it is.</summary>
    public IReadOnlyList<StepTaskReport> Tasks { get; init; } = [];

    /// <summary>News about the image and its commit.</summary>
    public BuildUpdate? Build { get; init; }

    /// <param name="Message">What was done, in a sentence.</param>
    public sealed record Succeeded(string Message) : StepResult
    {
        /// <summary>The configuration repository's commit, from the step that made or found it.</summary>
        public ConfigCommit? Commit { get; init; }

        /// <summary>The promotion decision, from the step that makes it.</summary>
        public PromotionDecision? Promotion { get; init; }
    }

    /// <summary>Outside work is under way: run again at <paramref name="Until"/>, or earlier when a watch reports a change.</summary>
    public sealed record Waiting(DateTimeOffset Until, string Message, int? Done = null, int? Total = null) : StepResult;

    /// <summary>The result must be stored before the step continues; then it runs again at once.</summary>
    public sealed record Again(string Message) : StepResult;

    /// <summary>A system that it needs is unavailable. The step continues when it is back, without a time limit.</summary>
    /// <param name="What">The system, as it stands in a sentence: <c>the cluster staging</c>, <c>git</c>.</param>
    /// <param name="Why">In a sentence.</param>
    public sealed record Away(string What, string Why) : StepResult;

    /// <summary>A failure that a person must act on: never retried.</summary>
    public sealed record Failed(string Why, FailureKind Kind) : StepResult;

    /// <summary>A technical error: retried by the step's policy.</summary>
    public sealed record Errored(string Why, FailureKind Kind) : StepResult;
}

/// <summary>Output that is stored with a step.</summary>
/// <param name="Title">Where it came from.</param>
/// <param name="FailingLine">Zero-based line that shows the failure.</param>
public sealed record StepOutput(string Title, string Text, int? FailingLine)
{
    /// <summary>Finds the line that shows a failure: the last line that mentions one, else the last that is not blank.</summary>
    public static StepOutput OfFailure(string title, string text)
    {
        var lines = text.Split('\n');
        var failing = Array.FindLastIndex(lines, SpeaksOfFailure);
        if (failing < 0)
        {
            failing = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        }

        return new StepOutput(title, text, failing < 0 ? null : failing);
    }

    private static bool SpeaksOfFailure(string line) =>
        FailureWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] FailureWords = ["error", "exception", "fatal", "failed", "failure", "panic", "expected", "denied", "not found"];
}
