using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Sources;

namespace Release.Data.Configurations;

internal sealed class ShippedChangesConfiguration : IEntityTypeConfiguration<ShippedChanges>
{
    public void Configure(EntityTypeBuilder<ShippedChanges> builder)
    {
        builder.ToTable("ShippedChanges");
        builder.HasKey(changes => changes.DeploymentId);
        builder.Property(changes => changes.DeploymentId).ValueGeneratedNever();
        builder.Property(changes => changes.Repository).HasMaxLength(201);
        builder.Property(changes => changes.BaseCommit).HasMaxLength(CommitSha.Length);
        builder.Property(changes => changes.HeadCommit).HasMaxLength(CommitSha.Length);
        builder.Property(changes => changes.Note).HasMaxLength(ShippedChanges.MaxNoteLength);
        builder.HasMany(changes => changes.Commits).WithOne().HasForeignKey("DeploymentId").IsRequired();
    }
}
