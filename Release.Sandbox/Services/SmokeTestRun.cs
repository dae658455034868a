namespace Release.Sandbox.Services;

/// <summary>One run of an application's smoke tests.</summary>
/// <param name="Run">Chosen by who asks; the same name is the same run.</param>
/// <param name="Number">1 for the first run of this version here, and so on.</param>
internal sealed record SmokeTestRun(string Environment, string Application, string Version, string Run, int Number, DateTimeOffset StartedAt);
