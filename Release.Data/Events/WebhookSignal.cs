namespace Release.Data.Events;

/// <summary>Raised after this process has stored deliveries of webhooks, or what became of them.</summary>
public sealed class WebhookSignal : Signal;
