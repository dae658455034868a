using Release.Core.Events;

namespace Release.Web.Endpoints.Views;

/// <summary>One line of the event log.</summary>
internal sealed record EventView(
    long Sequence,
    string Type,
    DateTime At,
    string Actor,
    string Summary,
    string? Application,
    string? Environment,
    Guid? DeploymentId)
{
    public static EventView Of(ReleaseEvent happened) => new(
        happened.Sequence,
        happened.TypeName,
        happened.At.UtcDateTime,
        happened.Actor,
        happened.Summary,
        happened.Application?.Value,
        happened.Environment?.Value,
        happened.DeploymentId);
}
