using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Sources;

namespace Release.Data.Configurations;

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
