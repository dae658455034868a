using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Applications;
using Release.Core.Deployments;

namespace Release.Data.Configurations;

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
