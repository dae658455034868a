namespace Release.Sandbox.Faults;

/// <summary>How a service words its troubles.</summary>
internal interface IFaultAnswers
{
    /// <summary>Whether quota and pace are counted for this request at all.</summary>
    bool IsLimited(HttpContext context);

    Task FailAsync(HttpContext context);

    Task RefuseForQuotaAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now);

    Task RefuseForPaceAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now);
}
