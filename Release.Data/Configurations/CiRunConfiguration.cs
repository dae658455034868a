using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Sources;

namespace Release.Data.Configurations;

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
