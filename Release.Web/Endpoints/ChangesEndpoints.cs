using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Web.Errors;
using Release.Web.Hosting;
using Release.Web.Jobs;

namespace Release.Web.Endpoints;

/// <summary>What ships: with a deployment that was made, and with one that somebody thinks of.</summary>
internal static class ChangesEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/deployments/{id:guid}/changes", OfDeploymentAsync).WithTags("Deployments").WithName("deploymentChanges")
            .WithSummary("What it shipped").WithDescription("From Release's own records: it needs no GitHub. Until it is recorded, takenAt is null and note says why.")
            .Produces<ChangesView>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        var applications = routes.MapGroup("/api/applications/{name}").WithTags("Applications")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        applications.MapGet("/changes", PreviewAsync).WithName("previewDeployment").WithSummary("What a deployment would ship, and its risks")
            .WithDescription("version is an image's tag, a git tag, a branch or a commit. While GitHub is away, available is false and the rest is answered all the same.")
            .Produces<PreviewView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        applications.MapGet("/commits", CommitsAsync).WithName("listCommits").WithSummary("Its newest commits, and where each environment is among them")
            .WithDescription("While GitHub is away it is answered from memory, and staleSince says since when.")
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
