using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>Where the next page of a list begins. Opaque to clients.</summary>
/// <param name="Version">The list's version; <see cref="Inconsistent"/> for whatever is there then.</param>
/// <param name="After">The last name of the page before.</param>
internal sealed record ContinueToken(long Version, ObjectName After)
{
    public const long Inconsistent = -1;

    /// <exception cref="KubernetesError">400 when it is none of ours.</exception>
    public static ContinueToken Parse(string text)
    {
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            if (JsonNode.Parse(Convert.FromBase64String(padded)) is JsonObject content
                && ObjectMetadata.Text(content["v"]) == "meta.k8s.io/v1"
                && content["rv"] is JsonValue rv && rv.TryGetValue<long>(out var version)
                && ObjectMetadata.Text(content["start"]).Split('/') is [var @namespace, var name])
            {
                return new ContinueToken(version, new ObjectName(@namespace, name.TrimEnd('\0')));
            }
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw KubernetesError.BadRequest($"continue key is not valid: {exception.Message}");
        }

        throw KubernetesError.BadRequest("continue key is not valid: server does not recognize this encoded version");
    }

    public override string ToString()
    {
        var content = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = $"{After.Namespace}/{After.Name}\0" };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
