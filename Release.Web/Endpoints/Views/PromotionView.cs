using Release.Core.Deployments;

namespace Release.Web.Endpoints.Views;

/// <summary>Whether a version went on, and every gate.</summary>
/// <param name="Decision">promote or hold.</param>
/// <param name="Summary">The decision in a sentence.</param>
/// <param name="Target">The next environment; null when there is none.</param>
internal sealed record PromotionView(string Decision, string Summary, string? Target, IReadOnlyList<PromotionGate> Gates)
{
    public static PromotionView Of(PromotionDecision decision) =>
        new(decision.Promote ? "promote" : "hold", decision.Summary, decision.Target?.Value, decision.Gates);
}
