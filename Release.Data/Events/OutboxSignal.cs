namespace Release.Data.Events;

/// <summary>Raised after this process has committed a message to the outbox.</summary>
public sealed class OutboxSignal : Signal;
