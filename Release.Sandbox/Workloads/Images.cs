using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Workloads;

/// <summary>References of container images.</summary>
internal static class Images
{
    public static string Of(string repository, string tag) => $"ghcr.io/{GitHub.SandboxGitHub.Organisation}/{repository}:{tag}";

    /// <summary>The tag: the part after the last colon behind the last slash, without digest; empty when there is none.</summary>
    public static string TagOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[(colon + 1)..] : "";
    }

    /// <summary>The last part of the repository's name: <c>publisher</c> of <c>ghcr.io/example/publisher:v1</c>.</summary>
    public static string NameOf(string image)
    {
        var name = image.Split('@')[0];
        var start = name.LastIndexOf('/') + 1;
        var colon = name.IndexOf(':', start);
        return colon < 0 ? name[start..] : name[start..colon];
    }

    /// <summary>The image id that a node reports, with digest.</summary>
    public static string IdOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        var repository = colon > name.LastIndexOf('/') ? name[..colon] : name;
        return $"{repository}@sha256:{DigestOf(image)}";
    }

    /// <summary>SHA-256 of a text, in hexadecimal.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
