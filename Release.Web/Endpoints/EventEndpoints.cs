using Release.Core.Access;
using Release.Core.Events;

namespace Release.Web.Endpoints;

/// <summary>Streams the event log as server-sent events.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/events", StreamAsync).WithTags("Events").WithName("streamEvents")
            .WithSummary("Stream the event log as server-sent events")
            .WithDescription("Starts after the sequence number in 'after' or in the header Last-Event-ID. Without either, it starts with the next event.")
            .Produces<EventView>(contentType: "text/event-stream")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> StreamAsync(HttpContext context, EventStream stream, AccessGuard guard, string? after)
    {
        if (await guard.RefusalAsync(context, AccessAction.Read) is { } refusal)
        {
            return refusal;
        }

        var fields = new QueryFields();
        // A reconnecting browser sends its first address again, so the header takes precedence.
        var resumed = fields.ReadLong(LastEventId, context.Request.Headers[LastEventId].ToString(), 0, long.MaxValue);
        var position = resumed ?? fields.ReadLong(nameof(after), after, 0, long.MaxValue);
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        await stream.WriteAsync(context, position);
        return TypedResults.Empty;
    }
}

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
