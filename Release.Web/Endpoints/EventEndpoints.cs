using Release.Core.Access;
using Release.Web.Endpoints.Views;

namespace Release.Web.Endpoints;

/// <summary>The event log as server-sent events.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/events", StreamAsync).WithTags("Events").WithName("streamEvents")
            .WithSummary("Everything that happens, as server-sent events")
            .WithDescription("After the event with this sequence number, or the header Last-Event-ID; without either, from now on.")
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
        // A reconnecting browser repeats the address it began with, so the header knows better.
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
