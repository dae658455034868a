namespace Release.Sandbox.GitHub.Repositories;

/// <summary>A merge that cannot be: the two sides conflict, or the pull request is not open.</summary>
internal sealed class MergeRefusedException(string message) : Exception(message);
