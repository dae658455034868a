using System.Text.Json.Serialization;
using Release.Sandbox.GitHub.Actions;

namespace Release.Sandbox.GitHub.Runs;

/// <summary>One run of a workflow, as it is kept. Illegal steps cannot be told from here: <see cref="WorkflowRunner"/> takes them in order.</summary>
internal sealed record WorkflowRun
{
    public required long Id { get; init; }

    /// <summary>Counted in each workflow of each repository.</summary>
    public required int Number { get; init; }

    /// <summary>The repository's short name.</summary>
    public required string Repository { get; init; }

    /// <summary>The file's name, such as <c>deploy.yml</c>.</summary>
    public required string Workflow { get; init; }

    /// <summary>What started it: <c>workflow_dispatch</c>, <c>release</c>, <c>push</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The branch or tag it runs on, which need not be what it builds.</summary>
    public required string HeadBranch { get; init; }

    public required string HeadSha { get; init; }

    public required string Title { get; init; }

    /// <summary>The login of who started it.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<RunStage>))]
    public RunStage Stage { get; init; }

    /// <summary><c>success</c>, <c>failure</c> or <c>cancelled</c> once it is completed.</summary>
    public string? Conclusion { get; init; }

    /// <summary>The step that failed, and its last words.</summary>
    public string? Failure { get; init; }

    /// <summary>For which environment it builds; empty for workflows that deploy nothing.</summary>
    public string Environment { get; init; } = "";

    /// <summary>What it builds, as it was asked for.</summary>
    public string GitRef { get; init; } = "";

    /// <summary>Under which tag the image goes to the registry; null when what it should build is not in the repository.</summary>
    public string? ImageTag { get; init; }

    /// <summary>Whether Release has been told that it is over.</summary>
    public bool Announced { get; init; }

    /// <summary>In GitHub's words: <c>queued</c>, <c>in_progress</c>, <c>completed</c>.</summary>
    [JsonIgnore]
    public string Status => Stage switch
    {
        RunStage.Queued => "queued",
        RunStage.Completed => "completed",
        _ => "in_progress",
    };
}

/// <summary>How far a workflow run is.</summary>
internal enum RunStage
{
    Queued,

    /// <summary>The image is being built.</summary>
    Building,

    /// <summary>The image is in the registry; Release has not been told yet.</summary>
    Built,

    Completed,
}
