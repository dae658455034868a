using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Data.Rows;

namespace Release.Data.Configurations;

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
