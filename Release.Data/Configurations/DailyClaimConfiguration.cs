using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Data.Rows;

namespace Release.Data.Configurations;

internal sealed class DailyClaimConfiguration : IEntityTypeConfiguration<DailyClaimRow>
{
    public void Configure(EntityTypeBuilder<DailyClaimRow> builder)
    {
        builder.ToTable("DailyClaims");
        builder.HasKey(claim => new { claim.Name, claim.Day });
        builder.Property(claim => claim.Name).HasMaxLength(DailyClaimRow.MaxNameLength);
    }
}
