namespace Release.Core.Ports;

/// <summary>Two writers changed the same thing; this one lost and stored nothing.</summary>
public sealed class StaleWriteException(Exception innerException)
    : Exception("The record was changed by somebody else in the meantime.", innerException);
