using Release.Core.Environments;

namespace Release.Core.Promotion;

/// <summary>Whether a version goes on to the next environment, with every gate listed.</summary>
/// <param name="Target">Where it goes or would have gone; null when there is no next environment.</param>
/// <param name="Gates">Every gate, passed or not.</param>
public sealed record PromotionDecision(EnvironmentName? Target, IReadOnlyList<PromotionGate> Gates)
{
    public bool Promote => Gates.All(gate => gate.Passed);

    /// <summary>In a sentence: <c>Promote to staging</c>, or <c>Not promoted: promote_deployment is false …</c>.</summary>
    public string Summary => Promote
        ? $"Promote to {Target}"
        : "Not promoted: " + string.Join("; ", Gates.Where(gate => !gate.Passed).Select(gate => gate.Evidence));
}
