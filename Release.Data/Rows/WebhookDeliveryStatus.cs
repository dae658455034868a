namespace Release.Data.Rows;

/// <summary>How far a webhook is.</summary>
public enum WebhookDeliveryStatus
{
    Pending,
    Worked,

    /// <summary>Given up.</summary>
    Failed,
}
