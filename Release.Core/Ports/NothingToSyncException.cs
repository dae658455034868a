namespace Release.Core.Ports;

/// <summary>There is nothing in the cluster that could be brought to the version; a person must act. The message says what to do.</summary>
public sealed class NothingToSyncException(string message) : Exception(message);
