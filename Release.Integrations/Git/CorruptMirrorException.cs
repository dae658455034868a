namespace Release.Integrations.Git;

/// <summary>The kept mirror is broken; it is set aside and cloned anew.</summary>
internal sealed class CorruptMirrorException(string message, Exception? innerException = null) : Exception(message, innerException);
