using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>A value that Release stores by name.</summary>
public sealed class SettingRow(string key, string value)
{
    public const int MaxKeyLength = 200;

    public string Key { get; private set; } = key;

    public string Value { get; private set; } = value;

    internal void Change(string value) => Value = value;
}

internal sealed class SettingConfiguration : IEntityTypeConfiguration<SettingRow>
{
    public void Configure(EntityTypeBuilder<SettingRow> builder)
    {
        builder.ToTable("Settings");
        builder.HasKey(setting => setting.Key);
        builder.Property(setting => setting.Key).HasMaxLength(SettingRow.MaxKeyLength);
    }
}
