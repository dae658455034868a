using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Workloads;

/// <summary>References of container images.</summary>
internal static class Images
{
    public static string Of(string repository, string tag) => $"ghcr.io/example/{repository}:{tag}";

    /// <summary>What follows the last colon after the last slash, without a digest; empty where there is none.</summary>
    public static string TagOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[(colon + 1)..] : "";
    }

    /// <summary>As a node reports it: by digest.</summary>
    public static string IdOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        var repository = colon > name.LastIndexOf('/') ? name[..colon] : name;
        return $"{repository}@sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)))}";
    }
}
