namespace Release.Integrations.SmokeTests;

/// <summary>The tests cannot be begun as they are set up; the message says what to change.</summary>
internal sealed class SmokeTestSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
