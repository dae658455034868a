using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>A webhook from GitHub, stored by its delivery id, so that a repeated delivery is ignored.</summary>
public sealed class WebhookDeliveryRow
{
    public const int MaxIdLength = 64;
    public const int MaxEventLength = 64;
    public const int MaxErrorLength = 1000;

    private WebhookDeliveryRow()
    {
    }

    /// <summary>The order of arrival.</summary>
    public long Sequence { get; private set; }

    /// <summary><c>X-GitHub-Delivery</c>; unique.</summary>
    public string Id { get; private set; } = "";

    /// <summary><c>X-GitHub-Event</c>.</summary>
    public string Event { get; private set; } = "";

    /// <summary>The body as received, JSON; empty once processed.</summary>
    public string Payload { get; private set; } = "";

    public WebhookDeliveryStatus Status { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? WorkedAt { get; private set; }

    /// <summary>The outcome, or the last error, in a sentence.</summary>
    public string? Outcome { get; private set; }

    internal static WebhookDeliveryRow Take(string id, string eventName, string payload, DateTimeOffset at) => new()
    {
        Id = id,
        Event = eventName,
        Payload = payload,
        ReceivedAt = at,
        NextAttemptAt = at,
    };

    /// <summary>Claims it until a time, after which others can claim it.</summary>
    internal void Claim(DateTimeOffset until)
    {
        NextAttemptAt = until;
        Attempts++;
    }

    /// <summary>Returns a claimed delivery that was not started.</summary>
    internal void PutBack(DateTimeOffset at)
    {
        NextAttemptAt = at;
        Attempts--;
    }

    internal void Worked(string outcome, DateTimeOffset at) =>
        (Status, Outcome, WorkedAt, Payload) = (WebhookDeliveryStatus.Worked, Cut(outcome), at, "");

    internal void TryAgain(string error, DateTimeOffset at) => (Outcome, NextAttemptAt) = (Cut(error), at);

    /// <summary>Keeps the payload, for inspection or another attempt.</summary>
    internal void GiveUp(string error, DateTimeOffset at) =>
        (Status, Outcome, WorkedAt) = (WebhookDeliveryStatus.Failed, Cut(error), at);

    /// <exception cref="InvalidOperationException">It was not given up.</exception>
    internal void WorkAgain(DateTimeOffset at)
    {
        if (Status is not WebhookDeliveryStatus.Failed)
        {
            throw new InvalidOperationException($"Delivery {Id} is {Status}: only one that was given up is worked again.");
        }

        (Status, Attempts, NextAttemptAt, WorkedAt) = (WebhookDeliveryStatus.Pending, 0, at, null);
    }

    private static string Cut(string text) => text.Length <= MaxErrorLength ? text : text[..MaxErrorLength];
}

/// <summary>The state of a webhook.</summary>
public enum WebhookDeliveryStatus
{
    Pending,
    Worked,

    /// <summary>Given up.</summary>
    Failed,
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDeliveryRow>
{
    public void Configure(EntityTypeBuilder<WebhookDeliveryRow> builder)
    {
        builder.ToTable("WebhookDeliveries");
        builder.HasKey(delivery => delivery.Sequence);
        builder.Property(delivery => delivery.Id).IsRequired().HasMaxLength(WebhookDeliveryRow.MaxIdLength);
        builder.Property(delivery => delivery.Event).HasMaxLength(WebhookDeliveryRow.MaxEventLength);
        builder.Property(delivery => delivery.Outcome).HasMaxLength(WebhookDeliveryRow.MaxErrorLength);
        builder.HasIndex(delivery => delivery.Id).IsUnique();
        builder.HasIndex(delivery => new { delivery.Status, delivery.NextAttemptAt });
        builder.HasIndex(delivery => delivery.ReceivedAt);
    }
}
