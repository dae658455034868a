using Release.Core.Access;
using Release.Sandbox;
using Release.Web.Endpoints.Views;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>What scripts do at the sandbox's GitHub: change who is in which team, and have a webhook sent again.</summary>
internal static class SandboxGitHubEndpoints
{
    public static void MapSandboxGitHub(this IEndpointRouteBuilder routes)
    {
        var gitHub = routes.MapGroup("/api/sandbox/github").WithTags("Sandbox").ProducesProblem(StatusCodes.Status403Forbidden);
        gitHub.MapGet("/people", ListPeopleAsync).WithName("listSandboxPeople")
            .WithSummary("Who can sign in through the sandbox's GitHub, and who is in which team").Produces<SandboxPerson[]>();
        gitHub.MapPut("/people/{login}", SetTeamsAsync).WithName("setSandboxTeams")
            .WithSummary("Put somebody into exactly these teams; in none, they are not of the organisation any more")
            .Accepts<TeamsBody>("application/json")
            .Produces<SandboxPerson>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        gitHub.MapGet("/deliveries", ListDeliveriesAsync).WithName("listSandboxDeliveries")
            .WithSummary("The last webhooks that were sent to Release, oldest first, with its answers").Produces<WebhookDeliveryView[]>();
        gitHub.MapPost("/deliveries/{id:long}/redeliver", RedeliverAsync).WithName("redeliverSandboxWebhook")
            .WithSummary("Send a webhook again: the same body with the same X-GitHub-Delivery")
            .Produces<WebhookDeliveryView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListPeopleAsync(HttpContext context, SandboxWorld world, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read) ?? TypedResults.Ok(world.People);

    private static async Task<IResult> SetTeamsAsync(HttpContext context, SandboxWorld world, AccessGuard guard, string login)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        if (!world.People.Any(person => person.Login == login))
        {
            return Problems.NotFound($"login: nobody is called '{login}'. There are {string.Join(", ", world.People.Select(person => person.Login))}.");
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var teams = fields.Texts("teams");
        if (teams.Except(world.Teams, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            fields.Fail("teams", $"There is no team '{unknown}'. There are {string.Join(", ", world.Teams)}.");
        }

        return fields.Problem ?? TypedResults.Ok(world.SetTeams(login, teams));
    }

    private static async Task<IResult> ListDeliveriesAsync(HttpContext context, SandboxWorld world, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read) ?? TypedResults.Ok(world.WebhookDeliveries.Select(WebhookDeliveryView.Of));

    private static async Task<IResult> RedeliverAsync(HttpContext context, SandboxWorld world, AccessGuard guard, long id)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        return world.WebhookDeliveries.FirstOrDefault(delivery => delivery.Id == id) is { } known
            ? TypedResults.Ok(WebhookDeliveryView.Of(await world.RedeliverAsync(known, context.RequestAborted)))
            : Problems.NotFound($"id: the webhook {id} is not kept (any more).");
    }
}
