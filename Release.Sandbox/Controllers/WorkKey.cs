using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>One object that a controller looks after.</summary>
internal readonly record struct WorkKey(WorkKind Kind, ObjectName Name);
