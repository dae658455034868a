using Release.Sandbox.Faults;

namespace Release.Web.Endpoints.Views;

/// <summary>What is wrong with the sandbox's GitHub or registry.</summary>
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
