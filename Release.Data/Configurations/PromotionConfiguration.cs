using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Data.Rows;

namespace Release.Data.Configurations;

internal sealed class PromotionConfiguration : IEntityTypeConfiguration<PromotionRow>
{
    public void Configure(EntityTypeBuilder<PromotionRow> builder)
    {
        builder.ToTable("Promotions");
        builder.HasKey(promotion => promotion.From);
        builder.Property(promotion => promotion.From).ValueGeneratedNever();
    }
}
