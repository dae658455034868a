using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>Lists, shows and edits applications. Reads come from the board in memory.</summary>
internal static class ApplicationEndpoints
{
    public static void MapApplications(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/applications/{name}.json", LegacyAsync)
            .WithTags("Contracts").WithName("application.json").WithSummary("One application in the format of the earlier Release")
            .Produces<LegacyApplicationView>().ProducesProblem(StatusCodes.Status404NotFound);

        var applications = routes.MapGroup("/api/applications").WithTags("Applications")
            .ProducesProblem(StatusCodes.Status403Forbidden);
        applications.MapGet("", ListAsync).WithName("listApplications")
            .WithSummary("List all applications with their environments, sorted by name").Produces<ApplicationView[]>();
        applications.MapGet("/{name}", FindAsync).WithName("findApplication").WithSummary("Get an application")
            .Produces<ApplicationView>().ProducesProblem(StatusCodes.Status404NotFound);
        applications.MapPatch("/{name}", EditAsync).WithName("editApplication")
            .WithSummary("Change displayName, notes or frozen; omitted fields stay").Accepts<ApplicationPatch>("application/json")
            .Produces<ApplicationView>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        applications.MapPatch("/{name}/environments/{environment}", SwitchAsync).WithName("switchFlags")
            .WithSummary("Turn continuous deployment on or off by a commit to the configuration repository (admin)")
            .Accepts<FlagsPatch>("application/json")
            .Produces<CellView>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> LegacyAsync(string name, HttpContext context, IBoard board, EnvironmentOrder order, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? (Find(board, name) is { } row ? TypedResults.Json(LegacyApplicationView.Of(row, order)) : Unknown(name));

    private static async Task<IResult> ListAsync(HttpContext context, IBoard board, EnvironmentOrder order, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? TypedResults.Ok(board.Current.Rows.Select(row => ApplicationView.Of(row, order)));

    private static async Task<IResult> FindAsync(string name, HttpContext context, IBoard board, EnvironmentOrder order, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? (Find(board, name) is { } row ? TypedResults.Ok(ApplicationView.Of(row, order)) : Unknown(name));

    private static async Task<IResult> EditAsync(
        string name, HttpContext context, ApplicationEditor editor, IBoard board, EnvironmentOrder order, AccessGuard guard)
    {
        _ = ApplicationName.TryParse(name, out var application);
        // The editor checks again. Checked before the body is read, so that a caller without the right gets 403, not 404 or 422.
        if (await guard.RefusalAsync(context, AccessAction.EditApplication, application: application) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var edit = new ApplicationEdit(
            fields.OptionalText("displayName", longest: 100),
            fields.OptionalText("notes", Application.MaxNotesLength),
            fields.OptionalFlag("frozen"));
        if (edit.DisplayName is not null && string.IsNullOrWhiteSpace(edit.DisplayName))
        {
            fields.Fail("displayName", "is empty.");
        }

        if (edit is { DisplayName: null, Notes: null, Frozen: null })
        {
            fields.Fail("displayName", "is missing, and so are notes and frozen. Send at least one of them.");
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        return application is null ? Unknown(name) : await editor.ApplyAsync(context.Actor(), application, edit, context.RequestAborted) switch
        {
            EditResult.Forbidden forbidden => Problems.Forbidden(forbidden.Reason),
            // The board updates from the event log a moment later, so the answer takes the change from the edit.
            EditResult.Edited { Application: var edited } when board.Find(application) is { } row => TypedResults.Ok(ApplicationView.Of(
                row with { DisplayName = edited.DisplayName, Notes = edited.Notes, DeployFreeze = edited.DeployFreeze }, order)),
            _ => Unknown(name),
        };
    }

    private static async Task<IResult> SwitchAsync(
        string name, string environment, HttpContext context, FlagSwitch flags, IBoard board, EnvironmentOrder order, AccessGuard guard)
    {
        _ = ApplicationName.TryParse(name, out var application);
        var known = order.TryFind(environment, out var found) ? found.Name : null;
        // FlagSwitch checks again. Checked before the body is read, so that a caller without the right gets 403, not 404 or 422.
        if (await guard.RefusalAsync(context, AccessAction.SwitchFlags, known, application) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var automatic = fields.OptionalFlag("automaticDeploysEnabled");
        var promote = fields.OptionalFlag("promoteDeployment");
        if (automatic is null && promote is null)
        {
            fields.Fail("automaticDeploysEnabled", "is missing, and so is promoteDeployment. Send at least one of them, true or false.");
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        if (application is null || board.Find(application) is not { } row)
        {
            return Unknown(name);
        }

        if (known is null)
        {
            return Problems.NotFound($"There is no environment '{environment}'. Known environments are {order.Names}.");
        }

        if (await flags.SetAsync(context.Actor(), new Cell(application, known), automatic, promote, context.RequestAborted) is FlagResult.Forbidden forbidden)
        {
            return Problems.Forbidden(forbidden.Reason);
        }

        var cell = row.Cells.First(cell => cell.Environment == known);
        return TypedResults.Ok(CellView.Of(cell with
        {
            AutomaticDeploysEnabled = automatic ?? cell.AutomaticDeploysEnabled,
            PromoteDeployment = promote ?? cell.PromoteDeployment,
        }));
    }

    private static BoardRow? Find(IBoard board, string name) =>
        ApplicationName.TryParse(name, out var application) ? board.Find(application) : null;

    private static IResult Unknown(string name) => Problems.NotFound($"There is no application '{name}'.");
}
