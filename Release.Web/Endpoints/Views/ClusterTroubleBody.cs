namespace Release.Web.Endpoints.Views;

/// <summary>What shall be wrong with a cluster. What is left out is in order.</summary>
/// <param name="DelayMilliseconds">From 0 to 60,000.</param>
internal sealed record ClusterTroubleBody(bool Away, bool? Hang, int? DelayMilliseconds, bool? Forbidden);
