using Release.Core.Applications;

namespace Release.Integrations.Engine;

/// <summary>Names of images: <c>registry:port/owner/name:tag@sha256:…</c> (contracts §8).</summary>
internal static class ImageReference
{
    /// <summary>The same repository with another tag; a digest is dropped, because it would win over the tag. Null for no image.</summary>
    public static string? WithTag(string? image, ImageTag tag)
    {
        if (string.IsNullOrWhiteSpace(image))
        {
            return null;
        }

        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return $"{(colon > name.LastIndexOf('/') ? name[..colon] : name)}:{tag}";
    }

    /// <summary>Whether an image runs this tag and is not pinned to something else.</summary>
    public static bool Has(string? image, ImageTag tag) => ImageTag.OfImage(image) == tag;
}
