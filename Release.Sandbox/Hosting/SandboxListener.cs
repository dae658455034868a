namespace Release.Sandbox.Hosting;

/// <summary>What one of the sandbox's servers answers with, and where.</summary>
/// <param name="Name">For the log.</param>
/// <param name="FormerPort">The port it had before, which it takes again if that is free; 0 for any.</param>
/// <param name="Authority">Signs the certificate of an https server, which also speaks HTTP/2; null for plain http.</param>
internal sealed record SandboxListener(string Name, int FormerPort, RequestDelegate Handler, PrivateAuthority? Authority = null);
