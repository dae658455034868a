using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>A message to people, stored in the transaction of the change that it reports.</summary>
public sealed class OutboxRow
{
    public const int MaxKeyLength = 200;

    private OutboxRow()
    {
    }

    public long Id { get; private set; }

    /// <summary>Identifies the message; unique.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The notification as JSON.</summary>
    public string Payload { get; private set; } = "";

    public OutboxStatus Status { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it is sent next; while it is being sent, when the sender's claim ends.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public string? LastError { get; private set; }

    internal static OutboxRow Create(string key, string payload, DateTimeOffset at) => new()
    {
        Key = key,
        Payload = payload,
        Status = OutboxStatus.Pending,
        CreatedAt = at,
        NextAttemptAt = at,
    };

    internal void Claim(DateTimeOffset until)
    {
        Status = OutboxStatus.Sending;
        NextAttemptAt = until;
        Attempts++;
    }

    internal void Sent(DateTimeOffset at)
    {
        Status = OutboxStatus.Sent;
        SentAt = at;
        LastError = null;
    }

    internal void TryAgain(string error, DateTimeOffset at)
    {
        Status = OutboxStatus.Pending;
        LastError = error;
        NextAttemptAt = at;
    }

    internal void GiveUp(OutboxStatus status, string error)
    {
        Status = status;
        LastError = error;
    }
}

/// <summary>The state of a message of the outbox.</summary>
public enum OutboxStatus
{
    Pending,

    /// <summary>Claimed by a sender; stored before anything is sent.</summary>
    Sending,
    Sent,

    /// <summary>The process ended while sending. The message may have arrived, so it is not sent again.</summary>
    Unknown,

    /// <summary>Given up.</summary>
    Failed,
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("Outbox");
        builder.Property(message => message.Key).HasMaxLength(OutboxRow.MaxKeyLength);
        builder.HasIndex(message => message.Key).IsUnique();
        builder.HasIndex(message => new { message.Status, message.NextAttemptAt });
    }
}
