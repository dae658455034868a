namespace Release.Sandbox.GitHub.Repositories;

/// <summary>What is asked does not fit what is there: two sides conflict, a pull request is not open, or a push came first.</summary>
internal sealed class ConflictException(string message, Exception? cause = null) : Exception(message, cause);
