namespace Release.Core.Ports;

/// <summary>Why a pod does not run.</summary>
/// <param name="Reason">Kubernetes' word: ImagePullBackOff, CrashLoopBackOff, OOMKilled, Unschedulable, Unhealthy …</param>
/// <param name="Message">In words, with the event's or the container's own message.</param>
/// <param name="IsFatal">Waiting longer will not mend it (a crash loop, a missing image).</param>
/// <param name="HasPreviousLog">The container has ended at least once, so its last log is under <c>previous</c>.</param>
public sealed record PodProblem(string Reason, string Message, bool IsFatal, bool HasPreviousLog);
