using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>
/// That a deployment has set off another: its key makes a second promotion of the same one impossible. A table of its
/// own, because databases disagree on whether a unique index lets many rows be empty.
/// </summary>
public sealed class PromotionRow(Guid from, Guid to)
{
    /// <summary>The deployment that succeeded.</summary>
    public Guid From { get; private set; } = from;

    /// <summary>The deployment it set off.</summary>
    public Guid To { get; private set; } = to;
}

internal sealed class PromotionConfiguration : IEntityTypeConfiguration<PromotionRow>
{
    public void Configure(EntityTypeBuilder<PromotionRow> builder)
    {
        builder.ToTable("Promotions");
        builder.HasKey(promotion => promotion.From);
        builder.Property(promotion => promotion.From).ValueGeneratedNever();
    }
}
