namespace Release.Integrations.Git;

/// <summary>An image-tag file cannot be edited; the message says why, in a sentence.</summary>
internal sealed class ImageTagFormatException(string message) : Exception(message);
