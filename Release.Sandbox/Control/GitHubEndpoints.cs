using System.Globalization;
using Release.Sandbox.GitHub.Webhooks;

namespace Release.Sandbox.Control;

/// <summary>The control API for GitHub: change the members of teams, and send a webhook again.</summary>
internal static class GitHubEndpoints
{
    public static void MapGitHub(this IEndpointRouteBuilder routes)
    {
        const string path = $"{ControlGuard.Api}/github";
        routes.MapGet($"{path}/people", context => ControlAnswers.Ok(context, context.World().People));
        routes.MapPut($"{path}/people/{{login}}", SetTeamsAsync);
        routes.MapGet($"{path}/deliveries", context => ControlAnswers.Ok(context, context.World().WebhookDeliveries.Select(WebhookDeliveryView.Of)));
        routes.MapPost($"{path}/deliveries/{{id:long}}/redeliver", RedeliverAsync);
    }

    /// <summary>Sets the teams of a person; without any, the person is no longer a member of the organisation.</summary>
    private static async Task SetTeamsAsync(HttpContext context)
    {
        var world = context.World();
        var login = (string)context.Request.RouteValues["login"]!;
        if (!world.People.Any(person => person.Login == login))
        {
            await ControlAnswers.NotFound(context, $"login: nobody is called '{login}'. There are {string.Join(", ", world.People.Select(person => person.Login))}.");
            return;
        }

        var body = await ControlBody.ReadAsync(context.Request);
        var teams = body.Texts("teams");
        if (teams.Except(world.Teams, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            body.Fail("teams", $"There is no team '{unknown}'. There are {string.Join(", ", world.Teams)}.");
        }

        if (!await body.RefusedAsync(context))
        {
            await ControlAnswers.Ok(context, world.SetTeams(login, teams));
        }
    }

    private static async Task RedeliverAsync(HttpContext context)
    {
        var world = context.World();
        var id = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        if (world.WebhookDeliveries.FirstOrDefault(delivery => delivery.Id == id) is { } known)
        {
            await ControlAnswers.Ok(context, WebhookDeliveryView.Of(await world.RedeliverAsync(known, context.RequestAborted)));
        }
        else
        {
            await ControlAnswers.NotFound(context, $"id: the webhook {id} is not kept (any more).");
        }
    }
}

/// <summary>A webhook that the sandbox's GitHub sent, without its body, which can have 20 kB.</summary>
/// <param name="Guid">As in <c>X-GitHub-Delivery</c>.</param>
/// <param name="StatusCode">Release's answer; 0 when there was none.</param>
internal sealed record WebhookDeliveryView(
    long Id, Guid Guid, string Event, string Action, string Repository, DateTime DeliveredAt, double DurationSeconds, int StatusCode, string Status, bool Redelivery, string Answer)
{
    public static WebhookDeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.Guid, delivery.Event, delivery.Action, delivery.Repository, delivery.DeliveredAt.UtcDateTime, delivery.DurationSeconds,
        delivery.StatusCode, delivery.Status, delivery.Redelivery, delivery.Answer);
}
