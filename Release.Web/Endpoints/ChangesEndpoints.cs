using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Web.Errors;
using Release.Web.Jobs;

namespace Release.Web.Endpoints;

/// <summary>The commits that a deployment shipped or would ship, and an application's newest commits.</summary>
internal static class ChangesEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/deployments/{id:guid}/changes", OfDeploymentAsync).WithTags("Deployments").WithName("deploymentChanges")
            .WithSummary("List what a deployment shipped").WithDescription("Read from Release's own records, so it works while GitHub is unreachable. Until the changes are recorded, takenAt is null and note says why.")
            .Produces<ChangesView>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        var applications = routes.MapGroup("/api/applications/{name}").WithTags("Applications")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        applications.MapGet("/changes", PreviewAsync).WithName("previewDeployment").WithSummary("Preview what a deployment would ship, and its risks")
            .WithDescription("version is an image tag, a git tag, a branch or a commit. While GitHub is unreachable, available is false and the other fields are still filled.")
            .Produces<PreviewView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        applications.MapGet("/commits", CommitsAsync).WithName("listCommits").WithSummary("List the newest commits, and which of them each environment runs")
            .WithDescription("While GitHub is unreachable, the answer comes from memory and staleSince says how old it is.")
            .Produces<CommitLogView>();
    }

    private static async Task<IResult> OfDeploymentAsync(
        Guid id, HttpContext context, DeploymentQueries deployments, ChangesQueries changes, SourceSettings sources, IBoard board, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.Read) is { } refusal)
        {
            return refusal;
        }

        if (await changes.FindAsync(id, context.RequestAborted) is { } kept)
        {
            return TypedResults.Ok(ChangesView.Of(kept, sources));
        }

        return await deployments.FindAsync(id, context.RequestAborted) is { Summary.Application: var application }
            ? TypedResults.Ok(ChangesView.NotTaken(ChangesText.NotTaken(ApplicationName.Parse(application), board, sources)))
            : Problems.NotFound($"There is no deployment {id}.");
    }

    private static async Task<IResult> PreviewAsync(
        string name, string? environment, string? version, HttpContext context, DeployPreviews previews, SourceSettings sources, IBoard board, EnvironmentOrder order, AccessGuard guard, TimeProvider clock)
    {
        if (await guard.RefusalAsync(context, AccessAction.Read) is { } refusal)
        {
            return refusal;
        }

        if (Find(board, name) is not { } row)
        {
            return Unknown(name);
        }

        if (!order.TryFind(environment, out var where))
        {
            return Problems.Field("environment", $"is not valid. Known environments are {order.Names}.");
        }

        if (string.IsNullOrWhiteSpace(version))
        {
            return Problems.Field("version", "is missing.");
        }

        var preview = await previews.OfAsync(row, where.Name, version, context.Actor().Name, context.RequestAborted);
        return preview.Resolved is ResolvedVersion.Unknown unknown
            ? Problems.Field("version", unknown.Reason)
            : TypedResults.Ok(PreviewView.Of(preview, sources, clock.GetUtcNow()));
    }

    private static async Task<IResult> CommitsAsync(string name, HttpContext context, CommitLogs logs, SourceSettings sources, IBoard board, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.Read) is { } refusal)
        {
            return refusal;
        }

        if (Find(board, name) is not { } row)
        {
            return Unknown(name);
        }

        return TypedResults.Ok(await logs.FindAsync(row, context.RequestAborted) is { } log
            ? CommitLogView.Of(log, sources)
            : CommitLogView.Unknown(ChangesText.NoOwner(row.Repository)));
    }

    private static BoardRow? Find(IBoard board, string name) =>
        ApplicationName.TryParse(name, out var application) ? board.Find(application) : null;

    private static IResult Unknown(string name) => Problems.NotFound($"There is no application '{name}'.");
}
