namespace Release.Sandbox.Workflows;

/// <summary>A Workflow that cannot run, in Argo's words.</summary>
internal sealed class WorkflowPlanException(string message) : Exception(message);
