using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Applications;
using Release.Core.Deployments;

namespace Release.Data.Rows;

internal sealed class ApplicationConfiguration : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.ToTable("Applications");
        builder.Property(application => application.DisplayName).HasMaxLength(100);
        builder.Property(application => application.Repository).HasMaxLength(Application.MaxRepositoryLength);
        builder.Property(application => application.RepositoryName).HasMaxLength(ApplicationName.MaxLength);
        builder.HasIndex(application => application.RepositoryName);
        builder.Property(application => application.DefaultBranch).HasMaxLength(255);
        builder.Property(application => application.Notes).HasMaxLength(Application.MaxNotesLength);
        builder.HasMany<ApplicationEnvironment>()
            .WithOne()
            .HasForeignKey(cell => cell.Application)
            .HasPrincipalKey(application => application.Name)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

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
