using Release.Core.Access;
using Release.Core.Environments;
using Release.Sandbox;
using Release.Sandbox.Faults;
using Release.Web.Endpoints.Views;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>What scripts tell the sandbox: merge a pull request, break a version, mend it.</summary>
internal static class SandboxApiEndpoints
{
    private const string Any = "*";

    public static void MapSandboxApi(this IEndpointRouteBuilder routes)
    {
        var sandbox = routes.MapGroup("/api/sandbox").WithTags("Sandbox").ProducesProblem(StatusCodes.Status403Forbidden);
        sandbox.MapGet("/misbehaviours", ListAsync).WithName("listMisbehaviours")
            .WithSummary("Which versions misbehave").Produces<MisbehaviourView[]>();
        sandbox.MapMethods("/misbehaviours", [HttpMethods.Post, HttpMethods.Put], SetAsync).WithName("setMisbehaviour")
            .WithSummary("Have a version misbehave").WithDescription($"version and environment may be left out: any. kind is {MisbehaviourView.Kinds}.")
            .Accepts<MisbehaviourView>("application/json")
            .Produces<MisbehaviourView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        sandbox.MapDelete("/misbehaviours", ClearAsync).WithName("clearMisbehaviours")
            .WithSummary("Mend what fits application, version, environment and kind; without any, everything")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        sandbox.MapPost("/pull-requests", MergeAsync).WithName("mergePullRequest")
            .WithSummary("Merge a pull request of an application: CI releases the next version, and GitHub's webhooks tell Release, whose answer to the release's is here")
            .Accepts<PullRequestBody>("application/json")
            .Produces<MergedPullRequest>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ListAsync(HttpContext context, SandboxWorld world, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? TypedResults.Ok(world.Faults.List().Select(MisbehaviourView.Of));

    private static async Task<IResult> SetAsync(HttpContext context, SandboxWorld world, EnvironmentOrder environments, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var application = fields.Application("application");
        var version = fields.IsAny("version", Any) ? Any : fields.Version("version")?.Value;
        var environment = fields.IsAny("environment", Any) ? Any : fields.Environment("environment", environments)?.Value;
        var word = fields.Text("kind");
        if (!MisbehaviourView.TryParse(word, out var kind) && !string.IsNullOrWhiteSpace(word))
        {
            fields.Fail("kind", $"is one of {MisbehaviourView.Kinds}.");
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var rule = new MisbehaviourRule(application!.Value, kind, version!, environment!);
        await world.Faults.SetAsync(rule, context.RequestAborted);
        return TypedResults.Ok(MisbehaviourView.Of(rule));
    }

    private static async Task<IResult> ClearAsync(
        HttpContext context, SandboxWorld world, AccessGuard guard, string? application, string? version, string? environment, string? kind)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        Misbehaviour parsed = default;
        if (!string.IsNullOrEmpty(kind) && !MisbehaviourView.TryParse(kind, out parsed))
        {
            return Problems.Field(nameof(kind), $"is one of {MisbehaviourView.Kinds}.");
        }

        foreach (var rule in world.Faults.List().Where(rule =>
            Fits(application, rule.Application) && Fits(version, rule.Version) && Fits(environment, rule.Environment)
            && (string.IsNullOrEmpty(kind) || rule.Misbehaviour == parsed)))
        {
            await world.Faults.ClearAsync(rule, context.RequestAborted);
        }

        return TypedResults.NoContent();
    }

    private static async Task<IResult> MergeAsync(HttpContext context, SandboxWorld world, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var application = fields.Application("application");
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        try
        {
            return TypedResults.Ok(await world.MergePullRequestAsync(application!.Value, context.RequestAborted));
        }
        catch (InvalidOperationException refused)
        {
            return Problems.Conflict(refused.Message);
        }
    }

    private static bool Fits(string? wanted, string actual) => string.IsNullOrEmpty(wanted) || wanted == actual;
}
