namespace Release.Sandbox.Registry;

/// <summary>Bytes that the registry serves under their digest.</summary>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="IsManifest">Whether it is found under <c>manifests/</c>, else under <c>blobs/</c>.</param>
internal sealed record ContentPart(string Digest, string MediaType, byte[] Bytes, bool IsManifest);
