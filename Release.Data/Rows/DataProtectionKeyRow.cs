using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Release.Data.Rows;

/// <summary>A key of ASP.NET's data protection, shared by all replicas; its XML is encrypted only where an encryptor is configured.</summary>
public sealed class DataProtectionKeyRow(string friendlyName, string xml)
{
    public int Id { get; private set; }

    public string FriendlyName { get; private set; } = friendlyName;

    public string Xml { get; private set; } = xml;
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKeyRow>
{
    public void Configure(EntityTypeBuilder<DataProtectionKeyRow> builder)
    {
        builder.ToTable("DataProtectionKeys");
        builder.Property(key => key.FriendlyName).HasMaxLength(200);
    }
}
