using Release.Core.Environments;

namespace Release.Core.Deployments;

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

/// <summary>One reason to go on or not.</summary>
/// <param name="Name">What is asked, for example <c>Smoke tests passed</c>.</param>
/// <param name="Passed">The answer.</param>
/// <param name="Evidence">The fact it rests on, in a sentence.</param>
public sealed record PromotionGate(string Name, bool Passed, string Evidence);
