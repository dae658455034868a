using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Deployments;

namespace Release.Data.Configurations;

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
