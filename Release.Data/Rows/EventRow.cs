using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Data.Rows;

/// <summary>A line of the event log as it is stored; append-only.</summary>
public sealed class EventRow
{
    public long Sequence { get; private set; }

    public EventType Type { get; private set; }

    public string Actor { get; private set; } = "";

    public string Summary { get; private set; } = "";

    public ApplicationName? Application { get; private set; }

    public EnvironmentName? Environment { get; private set; }

    public Guid? DeploymentId { get; private set; }

    public DateTimeOffset At { get; private set; }

    internal static EventRow From(ReleaseEvent entry, DateTimeOffset at) => new()
    {
        Type = entry.Type,
        Actor = entry.Actor,
        Summary = entry.Summary,
        Application = entry.Application,
        Environment = entry.Environment,
        DeploymentId = entry.DeploymentId,
        At = at,
    };

    internal ReleaseEvent ToEvent() =>
        new(Type, Actor, Summary, Application, Environment, DeploymentId) { Sequence = Sequence, At = At };
}

internal sealed class EventConfiguration : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("Events");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Actor).HasMaxLength(256);
        builder.HasIndex(entry => new { entry.Application, entry.Sequence });
    }
}
