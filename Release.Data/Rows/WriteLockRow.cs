using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>
/// The one row that every writing transaction updates first on SQL Server: writers take turns, as they do on
/// SQLite, so that "one running deployment per cell" cannot be broken by two of them reading at once, and events
/// commit in the order of their numbers.
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
