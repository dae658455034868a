using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Access;

namespace Release.Data.Rows;

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("People");
        builder.Property(person => person.Id).ValueGeneratedNever();
        builder.Property(person => person.Login).HasMaxLength(100);
        builder.Property(person => person.Name).HasMaxLength(256);
        builder.Ignore(person => person.Environments);
        builder.Property<string>("_environments").HasColumnName("Environments").HasMaxLength(2000);
        builder.HasIndex(person => person.Login);
    }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("ApiTokens");
        builder.Property(token => token.Name).HasMaxLength(256);
        builder.Property(token => token.Hash).HasMaxLength(64);
        builder.Property(token => token.FormerHash).HasMaxLength(64);
        builder.Property(token => token.Prefix).HasMaxLength(20);
        builder.Property(token => token.CreatedBy).HasMaxLength(256);
        builder.Ignore(token => token.Environments);
        builder.Property<string>("_environments").HasColumnName("Environments").HasMaxLength(2000);
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => token.FormerHash);
    }
}
