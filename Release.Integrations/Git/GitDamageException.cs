namespace Release.Integrations.Git;

/// <summary>The kept mirror is broken; it is set aside and cloned anew.</summary>
internal sealed class GitDamageException(string message, Exception? innerException = null) : Exception(message, innerException);
