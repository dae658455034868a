using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The Node objects, with the fields that clients read.</summary>
internal static class NodeDocument
{
    public static void Install(ControlPlane plane)
    {
        for (var node = 0; node < PodDocument.Nodes; node++)
        {
            plane.Store.Create(ResourceKinds.Nodes, Node(node, Rfc3339.Format(plane.Now)));
        }
    }

    private static JsonObject Node(int node, string now) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = PodDocument.NodeName(node),
            ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = PodDocument.NodeName(node), ["kubernetes.io/os"] = "linux" },
        },
        ["spec"] = new JsonObject { ["podCIDR"] = $"10.64.{node}.0/24" },
        ["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = PodDocument.NodeAddress(node) }),
            ["capacity"] = Capacity(),
            ["allocatable"] = Capacity(),
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Ready",
                ["status"] = "True",
                ["reason"] = "KubeletReady",
                ["message"] = "kubelet is posting ready status",
                ["lastHeartbeatTime"] = now,
                ["lastTransitionTime"] = now,
            }),
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = "amd64",
                ["containerRuntimeVersion"] = "containerd://2.1.4",
                ["kernelVersion"] = "6.12.0",
                ["kubeletVersion"] = "v1.34.1",
                ["operatingSystem"] = "linux",
                ["osImage"] = "Bottlerocket OS",
            },
        },
    };

    private static JsonObject Capacity() => new() { ["cpu"] = "16", ["memory"] = "64Gi", ["pods"] = "6000" };
}
