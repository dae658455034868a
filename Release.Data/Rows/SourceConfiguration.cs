using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Sources;

namespace Release.Data.Rows;

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

internal sealed class ShippedCommitConfiguration : IEntityTypeConfiguration<ShippedCommit>
{
    public void Configure(EntityTypeBuilder<ShippedCommit> builder)
    {
        builder.ToTable("ShippedCommits");
        builder.Property<Guid>("DeploymentId");
        builder.HasKey("DeploymentId", nameof(ShippedCommit.Ordinal));
        builder.Property(commit => commit.Ordinal).ValueGeneratedNever();
        builder.Property(commit => commit.Sha).HasMaxLength(CommitSha.Length);
        builder.Property(commit => commit.Title).HasMaxLength(ShippedCommit.MaxTitleLength);
        builder.Property(commit => commit.AuthorLogin).HasMaxLength(ShippedCommit.MaxAuthorLength);
        builder.Property(commit => commit.AuthorName).HasMaxLength(ShippedCommit.MaxAuthorLength);
        builder.Property(commit => commit.PullRequestTitle).HasMaxLength(ShippedCommit.MaxTitleLength);
    }
}

internal sealed class CiRunConfiguration : IEntityTypeConfiguration<CiRun>
{
    public void Configure(EntityTypeBuilder<CiRun> builder)
    {
        builder.ToTable("CiRuns");
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.Property(run => run.Repository).HasMaxLength(201);
        builder.Property(run => run.Commit).HasMaxLength(CommitSha.Length);
        builder.Property(run => run.Workflow).HasMaxLength(300);
        builder.Property(run => run.Path).HasMaxLength(400);
        builder.Property(run => run.Trigger).HasMaxLength(64);
        builder.Property(run => run.Url).HasMaxLength(500);
        builder.HasIndex(run => new { run.Repository, run.Commit });
    }
}
