namespace Release.Web.Endpoints.Views;

/// <summary>What shall be wrong with GitHub or the registry. What is left out is in order.</summary>
/// <param name="DelayMilliseconds">From 0 to 60,000.</param>
/// <param name="OutOfQuotaSeconds">From 0 to 3,600.</param>
/// <param name="ToldToWaitSeconds">From 0 to 3,600.</param>
internal sealed record ServiceTroubleBody(
    bool Away, bool? Hang, int? DelayMilliseconds, bool? Failing, bool? HalfAnswers, int? OutOfQuotaSeconds, int? ToldToWaitSeconds);
