namespace Release.Sandbox.Workloads;

/// <summary>How a container ended that runs to an end.</summary>
/// <param name="Words">What it wrote last.</param>
internal sealed record TaskEnd(int ExitCode, IReadOnlyList<string> Words);
