using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Deployments;
using Release.Core.Sources;

namespace Release.Data.Rows;

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

internal sealed class DeploymentStepConfiguration : IEntityTypeConfiguration<DeploymentStep>
{
    public void Configure(EntityTypeBuilder<DeploymentStep> builder)
    {
        builder.ToTable("Steps");
        builder.HasMany(step => step.Tasks).WithOne().HasForeignKey("StepId").IsRequired();
        builder.HasMany(step => step.Logs).WithOne().HasForeignKey("StepId").IsRequired();
    }
}

internal sealed class StepTaskConfiguration : IEntityTypeConfiguration<StepTask>
{
    public void Configure(EntityTypeBuilder<StepTask> builder)
    {
        builder.ToTable("StepTasks");
        builder.Property(task => task.Kind).HasMaxLength(StepTask.MaxKindLength);
        builder.Property(task => task.Name).HasMaxLength(StepTask.MaxNameLength);
        builder.Property(task => task.Message).HasMaxLength(StepTask.MaxMessageLength);
        builder.Ignore(task => task.HasEnded);
    }
}

internal sealed class StepLogConfiguration : IEntityTypeConfiguration<StepLog>
{
    public void Configure(EntityTypeBuilder<StepLog> builder) => builder.ToTable("StepLogs");
}
