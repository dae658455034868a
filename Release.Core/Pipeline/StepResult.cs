using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>What one pass of a step came to.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>Output to keep with the step.</summary>
    public StepOutput? Output { get; init; }

    /// <summary>What the outside says of its sub-steps now; one left out stays as it was.</summary>
    public IReadOnlyList<StepTaskReport> Tasks { get; init; } = [];

    /// <summary>What became known of the image and its commit.</summary>
    public BuildUpdate? Build { get; init; }

    /// <param name="Message">What was done, in a sentence.</param>
    public sealed record Succeeded(string Message) : StepResult
    {
        /// <summary>The configuration repository's commit, from the step that made or found it.</summary>
        public ConfigCommit? Commit { get; init; }

        /// <summary>The promotion decision, from the step that takes it.</summary>
        public PromotionDecision? Promotion { get; init; }
    }

    /// <summary>It goes on outside; look again at <paramref name="Until"/>, or earlier when a watch says so.</summary>
    public sealed record Waiting(DateTimeOffset Until, string Message, int? Done = null, int? Total = null) : StepResult;

    /// <summary>What it says must be stored before it goes on, which it does at once.</summary>
    public sealed record Again(string Message) : StepResult;

    /// <summary>What it needs cannot be reached: it goes on when that is back, however long it takes.</summary>
    /// <param name="What">For a sentence: <c>the cluster staging</c>, <c>git</c>.</param>
    /// <param name="Why">In a sentence.</param>
    public sealed record Away(string What, string Why) : StepResult;

    /// <summary>Expected trouble, for people to act on: never retried.</summary>
    public sealed record Failed(string Why, FailureKind Kind) : StepResult;

    /// <summary>Technical trouble: retried by the step's policy.</summary>
    public sealed record Errored(string Why, FailureKind Kind) : StepResult;
}

/// <summary>Text that a step wants kept.</summary>
/// <param name="Title">Where it came from.</param>
/// <param name="FailingLine">Zero-based line that shows the failure.</param>
public sealed record StepOutput(string Title, string Text, int? FailingLine)
{
    /// <summary>Finds the line that shows a failure: the last that speaks of one, else the last that is not blank.</summary>
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
