namespace Release.Web.Endpoints;

/// <summary>What every imitation of the sandbox can be told to do.</summary>
internal sealed partial class RequestFields
{
    /// <summary>In milliseconds: longer than any client waits.</summary>
    public const int LongestDelay = 60_000;

    /// <summary>What is left out is in order; <c>hang</c> goes with <c>away</c> only.</summary>
    public (bool Away, bool Hang, TimeSpan Delay) Outage()
    {
        var away = Flag("away");
        var hang = OptionalFlag("hang") is true;
        if (hang && !away)
        {
            Fail("hang", "goes with \"away\": true only.");
        }

        return (away, hang, TimeSpan.FromMilliseconds(OptionalNumber("delayMilliseconds", LongestDelay) ?? 0));
    }
}
