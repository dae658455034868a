using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Data.Rows;

namespace Release.Data.Configurations;

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
