using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Data.Rows;

namespace Release.Data.Configurations;

internal sealed class EventConfiguration : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("Events");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Actor).HasMaxLength(256);
        builder.HasIndex(entry => new { entry.Application, entry.Sequence });
    }
}
