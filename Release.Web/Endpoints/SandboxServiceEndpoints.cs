using Release.Core.Access;
using Release.Sandbox;
using Release.Sandbox.Faults;
using Release.Web.Endpoints.Views;

namespace Release.Web.Endpoints;

/// <summary>What scripts do to the sandbox's GitHub and registry: take them away, slow them down, use up the quota.</summary>
internal static class SandboxServiceEndpoints
{
    /// <summary>A quota is for an hour.</summary>
    private const int LongestPause = 3600;

    public static void MapSandboxServices(this IEndpointRouteBuilder routes)
    {
        foreach (var (key, name) in ((string, string)[])[("github", "GitHub"), ("registry", "Registry")])
        {
            var group = routes.MapGroup($"/api/sandbox/{key}").WithTags("Sandbox").ProducesProblem(StatusCodes.Status403Forbidden);
            group.MapGet("", (HttpContext context, SandboxWorld world, AccessGuard guard) => ShowAsync(context, Find(world, key), guard))
                .WithName($"showSandbox{name}").WithSummary($"What is wrong with the sandbox's {key}").Produces<ServiceTroubleView>();
            group.MapPut("", (HttpContext context, SandboxWorld world, AccessGuard guard, TimeProvider time) => SetAsync(context, Find(world, key), guard, time))
                .WithName($"setSandbox{name}")
                .WithSummary("Take it away, bring it back, have it answer slowly, with errors, in halves, or as if too much had been asked of it")
                .WithDescription(
                    "What is left out is in order again: {\"away\": false} mends everything. hang (with away) has connections succeed and nothing answer; "
                    + $"else they are refused. delayMilliseconds, before every answer, is from 0 to {RequestFields.LongestDelay}. failing answers with 502, halfAnswers breaks each off. "
                    + $"outOfQuotaSeconds and toldToWaitSeconds, from 0 to {LongestPause}, answer that long with GitHub's primary and secondary rate limit (the registry: with 429).")
                .Accepts<ServiceTroubleBody>("application/json")
                .Produces<ServiceTroubleView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ServiceFaults service, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read) ?? TypedResults.Ok(ServiceTroubleView.Of(service));

    private static async Task<IResult> SetAsync(HttpContext context, ServiceFaults service, AccessGuard guard, TimeProvider time)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var trouble = Read(fields, time.GetUtcNow());
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        await service.SetAsync(trouble, context.RequestAborted);
        return TypedResults.Ok(ServiceTroubleView.Of(service));
    }

    private static ServiceTrouble Read(RequestFields fields, DateTimeOffset now)
    {
        var (away, hang, delay) = fields.Outage();
        return new ServiceTrouble(
            away,
            hang,
            delay,
            fields.OptionalFlag("failing") is true,
            fields.OptionalFlag("halfAnswers") is true,
            Until("outOfQuotaSeconds"),
            Until("toldToWaitSeconds"));

        DateTimeOffset? Until(string field) =>
            fields.OptionalNumber(field, LongestPause) is > 0 and var seconds ? now.AddSeconds(seconds) : null;
    }

    private static ServiceFaults Find(SandboxWorld world, string key) => world.Services.Single(service => service.Key == key);
}
