using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A Job and its one pod.</summary>
internal sealed class JobRuntime
{
    public required ObjectName Name { get; init; }

    public required string Uid { get; init; }

    public required string Container { get; init; }

    public required string Image { get; init; }

    public required string Task { get; init; }

    public required string Application { get; init; }

    /// <summary>Argo CD's application, to be told when it ends; empty for a Job that a person made.</summary>
    public required string Instance { get; init; }

    public required ObjectName Pod { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public JobOutcome Outcome { get; set; }
}
