using Release.Core.Environments;

namespace Release.Core.Deployments;

/// <summary>Whether a version is promoted to the next environment, with every gate.</summary>
/// <param name="Target">The next environment; null when there is none.</param>
/// <param name="Gates">Every gate, passed or not.</param>
public sealed record PromotionDecision(EnvironmentName? Target, IReadOnlyList<PromotionGate> Gates)
{
    public bool Promote => Gates.All(gate => gate.Passed);

    /// <summary>In a sentence: <c>Promote to staging</c>, or <c>Not promoted: promote_deployment is false …</c>.</summary>
    public string Summary => Promote
        ? $"Promote to {Target}"
        : "Not promoted: " + string.Join("; ", Gates.Where(gate => !gate.Passed).Select(gate => gate.Evidence));
}

/// <summary>One condition of a promotion.</summary>
/// <param name="Name">The condition, for example <c>Smoke tests passed</c>.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Evidence">Why, in a sentence.</param>
public sealed record PromotionGate(string Name, bool Passed, string Evidence);
