namespace Release.Integrations.Git;

/// <summary>Others pushed first, again and again.</summary>
internal sealed class PushRaceLostException() : Exception("Somebody else pushed to the configuration repository first.");
