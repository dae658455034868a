using Release.Sandbox.Faults;

namespace Release.Sandbox.Control;

/// <summary>The control API for GitHub and the registry: take them away, slow them down, use up the quota.</summary>
internal static class ServiceEndpoints
{
    /// <summary>A quota is for an hour.</summary>
    private const int LongestPause = 3600;

    public static void MapServices(this IEndpointRouteBuilder routes)
    {
        foreach (var key in (string[])["github", "registry"])
        {
            routes.MapGet($"{ControlGuard.Api}/{key}", context => ControlAnswers.Ok(context, ServiceTroubleView.Of(Find(context, key))));
            routes.MapPut($"{ControlGuard.Api}/{key}", context => SetAsync(context, Find(context, key)));
        }
    }

    /// <summary>A field that is left out is reset: <c>{"away": false}</c> ends every fault.</summary>
    private static async Task SetAsync(HttpContext context, ServiceFaults service)
    {
        var body = await ControlBody.ReadAsync(context.Request);
        var trouble = Read(body, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        if (!await body.RefusedAsync(context))
        {
            await service.SetAsync(trouble, context.RequestAborted);
            await ControlAnswers.Ok(context, ServiceTroubleView.Of(service));
        }
    }

    private static ServiceTrouble Read(ControlBody body, DateTimeOffset now)
    {
        var (away, hang, delay) = body.Outage();
        return new ServiceTrouble(away, hang, delay, body.Flag("failing"), body.Flag("halfAnswers"), Until("outOfQuotaSeconds"), Until("toldToWaitSeconds"));

        DateTimeOffset? Until(string field) => body.Number(field, LongestPause) is > 0 and var seconds ? now.AddSeconds(seconds) : null;
    }

    private static ServiceFaults Find(HttpContext context, string key) => context.World().Services.Single(service => service.Key == key);
}

/// <summary>What is wrong with GitHub or the registry.</summary>
/// <param name="Name"><c>github</c> or <c>registry</c>.</param>
/// <param name="Hang">While it is away: connecting succeeds and nothing ever answers; else connections are refused.</param>
/// <param name="DelayMilliseconds">Before every answer.</param>
/// <param name="Failing">It answers every request with 502.</param>
/// <param name="HalfAnswers">Every answer breaks off in the middle.</param>
/// <param name="OutOfQuotaUntil">Until then the quota is used up.</param>
/// <param name="ToldToWaitUntil">Until then requests are said to come too fast.</param>
internal sealed record ServiceTroubleView(
    string Name, bool Away, DateTime? AwaySince, bool Hang, int DelayMilliseconds, bool Failing, bool HalfAnswers, DateTime? OutOfQuotaUntil, DateTime? ToldToWaitUntil)
{
    public static ServiceTroubleView Of(ServiceFaults service)
    {
        var trouble = service.Trouble;
        return new(
            service.Key, trouble.Away, service.AwaySince?.UtcDateTime, trouble.Hang, (int)trouble.Delay.TotalMilliseconds, trouble.Failing, trouble.HalfAnswers,
            trouble.OutOfQuotaUntil?.UtcDateTime, trouble.ToldToWaitUntil?.UtcDateTime);
    }
}
