using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Deployments;

namespace Release.Data.Configurations;

internal sealed class ApplicationEnvironmentConfiguration : IEntityTypeConfiguration<ApplicationEnvironment>
{
    public void Configure(EntityTypeBuilder<ApplicationEnvironment> builder)
    {
        builder.ToTable("ApplicationEnvironments");
        builder.Property(cell => cell.DriftKind).HasMaxLength(ApplicationEnvironment.MaxDriftKindLength);
        builder.Property(cell => cell.PassHolder).HasMaxLength(ApplicationEnvironment.MaxPassHolderLength);
        builder.Property(cell => cell.PassError).HasMaxLength(ApplicationEnvironment.MaxPassErrorLength);
        builder.HasIndex(cell => cell.NextPassAt);
        builder.HasIndex(cell => new { cell.Application, cell.Environment }).IsUnique();
    }
}
