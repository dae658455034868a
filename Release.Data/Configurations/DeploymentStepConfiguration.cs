using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Deployments;

namespace Release.Data.Configurations;

internal sealed class DeploymentStepConfiguration : IEntityTypeConfiguration<DeploymentStep>
{
    public void Configure(EntityTypeBuilder<DeploymentStep> builder)
    {
        builder.ToTable("Steps");
        builder.HasMany(step => step.Tasks).WithOne().HasForeignKey("StepId").IsRequired();
        builder.HasMany(step => step.Logs).WithOne().HasForeignKey("StepId").IsRequired();
    }
}
