namespace Release.Data.Rows;

/// <summary>How far a message of the outbox is.</summary>
public enum OutboxStatus
{
    Pending,

    /// <summary>Claimed by a sender; stored before anything is sent.</summary>
    Sending,
    Sent,

    /// <summary>The sender ended while sending: it may have arrived, so it is never sent again.</summary>
    Unknown,

    /// <summary>Given up.</summary>
    Failed,
}
