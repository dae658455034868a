namespace Release.Sandbox.Git;

/// <summary>git did not do what it was asked; the message holds what it said.</summary>
internal sealed class GitFailedException(string message) : Exception(message);
