using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>
/// A deployment that triggered another one by promotion. Its key prevents a second promotion of the same deployment. It is a
/// table of its own because databases differ in whether a unique index allows several nulls.
/// </summary>
public sealed class PromotionRow(Guid from, Guid to)
{
    /// <summary>The deployment that succeeded.</summary>
    public Guid From { get; private set; } = from;

    /// <summary>The deployment it triggered.</summary>
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
