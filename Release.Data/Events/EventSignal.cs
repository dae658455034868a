namespace Release.Data.Events;

/// <summary>Raised after this process has committed events.</summary>
public sealed class EventSignal : Signal;
