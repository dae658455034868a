using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>
/// The single row that every writing transaction updates first on SQL Server, so that writers run one after the other, as on
/// SQLite. This keeps "one running deployment per cell" true when two transactions read at once, and events commit in the
/// order of their numbers.
/// </summary>
public sealed class WriteLockRow
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    public long Turns { get; private set; }
}

internal sealed class WriteLockConfiguration : IEntityTypeConfiguration<WriteLockRow>
{
    public void Configure(EntityTypeBuilder<WriteLockRow> builder)
    {
        builder.ToTable("WriteLocks");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasData(new { Id = WriteLockRow.OnlyId, Turns = 0L });
    }
}
