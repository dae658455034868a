namespace Release.Integrations.GitHub.Objects;

/// <param name="Encoding">base64, or utf-8.</param>
internal sealed record BlobObject(string Content, string Encoding);
