using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>A claim: a daily task was started on this day.</summary>
public sealed class DailyClaimRow
{
    public const int MaxNameLength = 60;

    internal DailyClaimRow(string name, DateOnly day) => (Name, Day) = (name, day);

    private DailyClaimRow()
    {
    }

    public string Name { get; private set; } = "";

    public DateOnly Day { get; private set; }
}

internal sealed class DailyClaimConfiguration : IEntityTypeConfiguration<DailyClaimRow>
{
    public void Configure(EntityTypeBuilder<DailyClaimRow> builder)
    {
        builder.ToTable("DailyClaims");
        builder.HasKey(claim => new { claim.Name, claim.Day });
        builder.Property(claim => claim.Name).HasMaxLength(DailyClaimRow.MaxNameLength);
    }
}
