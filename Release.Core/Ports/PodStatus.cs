using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>A pod and what is wrong with it.</summary>
/// <param name="Tag">The tag of its first container's image.</param>
/// <param name="Ready">Condition Ready.</param>
/// <param name="Problem">What a person must see, in words; null when nothing is wrong.</param>
public sealed record PodStatus(string Name, string Namespace, ImageTag? Tag, bool Ready, PodProblem? Problem);
