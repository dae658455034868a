using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Access;

namespace Release.Data.Configurations;

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
