namespace Release.Integrations.SmokeTests;

/// <param name="Text">What was written; empty when it could not be read.</param>
/// <param name="Problem">Why it could not be read.</param>
/// <param name="MayComeBack">Reading it again may help.</param>
internal sealed record SmokeTestLog(string Text, string? Problem = null, bool MayComeBack = false);
