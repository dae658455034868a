namespace Release.Core.Promotion;

/// <summary>One reason to go on or not.</summary>
/// <param name="Name">What is asked, for example <c>Smoke tests passed</c>.</param>
/// <param name="Passed">The answer.</param>
/// <param name="Evidence">The fact it rests on, in a sentence.</param>
public sealed record PromotionGate(string Name, bool Passed, string Evidence);
