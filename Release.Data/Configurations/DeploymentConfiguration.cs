using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Deployments;
using Release.Core.Sources;

namespace Release.Data.Configurations;

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<Deployment>
{
    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.ToTable("Deployments");
        builder.Property(deployment => deployment.Id).ValueGeneratedNever();
        builder.Property(deployment => deployment.RequestedBy).HasMaxLength(256);
        builder.Property(deployment => deployment.ConfigCommit).HasMaxLength(64);
        builder.Property(deployment => deployment.Reference).HasMaxLength(GitReferenceName.MaxLength);
        builder.Property(deployment => deployment.SourceCommit).HasMaxLength(CommitSha.Length);
        builder.OwnsOne(deployment => deployment.Build, build => build.Property(run => run.Url).HasMaxLength(500));
        builder.Property(deployment => deployment.Revision).IsConcurrencyToken();
        builder.Ignore(deployment => deployment.Cell);
        builder.Ignore(deployment => deployment.CurrentStep);
        builder.HasMany(deployment => deployment.Steps).WithOne().HasForeignKey("DeploymentId").IsRequired();

        // One per way of listing, newest first: the cost of a page must not grow with the history.
        builder.HasIndex(deployment => new { deployment.CreatedAt, deployment.Id });
        builder.HasIndex(deployment => new { deployment.Application, deployment.CreatedAt, deployment.Id });
        builder.HasIndex(deployment => new { deployment.Environment, deployment.CreatedAt, deployment.Id });
        builder.HasIndex(deployment => new { deployment.Status, deployment.CreatedAt, deployment.Id });
        builder.HasIndex(deployment => new { deployment.Application, deployment.Environment, deployment.CreatedAt, deployment.Id });
    }
}
