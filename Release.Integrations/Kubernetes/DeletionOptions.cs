using System.Text.Json.Nodes;

namespace Release.Integrations.Kubernetes;

/// <summary>How an object is deleted (<c>meta/v1 DeleteOptions</c>).</summary>
/// <param name="Propagation">What belongs to it goes <c>Background</c>, <c>Foreground</c> or not at all (<c>Orphan</c>).</param>
/// <param name="GracePeriodSeconds">Null for the object's own.</param>
/// <param name="Uid">Only if it is still this object; else 409.</param>
/// <param name="ResourceVersion">Only if nobody changed it; else 409.</param>
internal sealed record DeletionOptions(
    string Propagation = "Background", int? GracePeriodSeconds = null, string? Uid = null, string? ResourceVersion = null)
{
    public static readonly DeletionOptions Default = new();

    public string ToJson()
    {
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = Propagation };
        if (GracePeriodSeconds is { } seconds)
        {
            body["gracePeriodSeconds"] = seconds;
        }

        if (Uid is not null || ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            Add(preconditions, "uid", Uid);
            Add(preconditions, "resourceVersion", ResourceVersion);
            body["preconditions"] = preconditions;
        }

        return body.ToJsonString();
    }

    private static void Add(JsonObject node, string name, string? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }
}
