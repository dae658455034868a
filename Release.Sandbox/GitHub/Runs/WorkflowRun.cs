using System.Text.Json.Serialization;

namespace Release.Sandbox.GitHub.Runs;

/// <summary>One saved run of a workflow. The workflow runner advances its stage in order.</summary>
internal sealed record WorkflowRun
{
    public required long Id { get; init; }

    /// <summary>Counts the runs of one workflow of one repository.</summary>
    public required int Number { get; init; }

    /// <summary>The repository's short name.</summary>
    public required string Repository { get; init; }

    /// <summary>The file's name, such as <c>deploy.yml</c>.</summary>
    public required string Workflow { get; init; }

    /// <summary>What started it: <c>workflow_dispatch</c>, <c>release</c>, <c>push</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The branch or tag whose workflow runs, which may differ from what it builds.</summary>
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

    /// <summary>The failed step and its error.</summary>
    public string? Failure { get; init; }

    /// <summary>The target environment; empty for workflows that deploy nothing.</summary>
    public string Environment { get; init; } = "";

    /// <summary>The reference to build, as given in the dispatch.</summary>
    public string GitRef { get; init; } = "";

    /// <summary>The image tag; null when the reference does not exist.</summary>
    public string? ImageTag { get; init; }

    /// <summary>Whether the <c>completed</c> webhook was sent.</summary>
    public bool Announced { get; init; }

    /// <summary>GitHub's status: <c>queued</c>, <c>in_progress</c> or <c>completed</c>.</summary>
    [JsonIgnore]
    public string Status => Stage switch
    {
        RunStage.Queued => "queued",
        RunStage.Completed => "completed",
        _ => "in_progress",
    };
}

/// <summary>The stage of a workflow run.</summary>
internal enum RunStage
{
    Queued,

    /// <summary>The image is being built.</summary>
    Building,

    /// <summary>The image is in the registry; Release has not been called yet.</summary>
    Built,

    Completed,
}
