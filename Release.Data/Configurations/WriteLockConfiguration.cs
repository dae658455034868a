using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Data.Rows;

namespace Release.Data.Configurations;

internal sealed class WriteLockConfiguration : IEntityTypeConfiguration<WriteLockRow>
{
    public void Configure(EntityTypeBuilder<WriteLockRow> builder)
    {
        builder.ToTable("WriteLocks");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasData(new { Id = WriteLockRow.OnlyId, Turns = 0L });
    }
}
