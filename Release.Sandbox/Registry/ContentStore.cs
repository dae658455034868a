using System.Collections.Concurrent;

namespace Release.Sandbox.Registry;

/// <summary>What was named by a tag before, by digest: clients ask for the digest they were just told. Images that nobody asked for lately are forgotten.</summary>
internal sealed class ContentStore
{
    private const int Most = 12_000; // Two thousand images of six parts, some 5 MB.

    private readonly ConcurrentDictionary<(string Name, string Digest), ContentPart> _parts = new();

    public void Keep(string name, ImageContent image)
    {
        if (_parts.Count > Most)
        {
            _parts.Clear();
        }

        foreach (var part in image.Parts)
        {
            _parts[(name, part.Digest)] = part;
        }
    }

    public ContentPart? Find(string name, string digest, bool isManifest) =>
        _parts.GetValueOrDefault((name, digest)) is { } part && part.IsManifest == isManifest ? part : null;
}
