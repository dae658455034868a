using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Services;

/// <summary>HTTP to a cluster's applications: <c>/services/{namespace}/{service}/…</c> alternates between ready pods, <c>/pods/{namespace}/{pod}/…</c> addresses one.</summary>
internal sealed class PodGateway(string environment, ObjectStore store, SmokeTests smokeTests)
{
    private int _turn;

    public async Task HandleAsync(HttpContext context)
    {
        var parts = (context.Request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var pod = parts switch
        {
            ["services", var @namespace, var service, ..] => Choose(@namespace, service),
            ["pods", var @namespace, var name, ..] => Ready(store.Find(ResourceKinds.Pods, @namespace, name)),
            _ => null,
        };
        if (parts is not ["services" or "pods", _, _, ..])
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (pod is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("no ready pod", context.RequestAborted);
            return;
        }

        await ServeAsync(context, pod, string.Join('/', parts[3..]));
    }

    private async Task ServeAsync(HttpContext context, StoredObject pod, string path)
    {
        var image = ObjectMetadata.Text(pod.Read()["spec"]!["containers"]![0]!["image"]);
        var version = Images.TagOf(image);
        var application = pod.Labels.GetValueOrDefault("app.kubernetes.io/instance", pod.Name.Name);
        switch (path)
        {
            case "" or "healthcheck/ready" or "healthcheck/live":
                await context.Response.WriteAsJsonAsync(new { application, version, pod = pod.Name.Name, environment }, context.RequestAborted);
                break;
            case "smoke-test":
                var repository = image[..image.LastIndexOf(':')];
                await smokeTests.HandleAsync(context, environment, application, repository[(repository.LastIndexOf('/') + 1)..], version);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private StoredObject? Choose(string @namespace, string service)
    {
        var ready = store.List(ResourceKinds.Pods, @namespace).Items
            .Where(pod => pod.Labels.GetValueOrDefault("app.kubernetes.io/instance") == service && pod.Labels.ContainsKey("pod-template-hash"))
            .Select(Ready)
            .OfType<StoredObject>()
            .ToList();
        return ready.Count == 0 ? null : ready[(int)((uint)Interlocked.Increment(ref _turn) % (uint)ready.Count)];
    }

    private static StoredObject? Ready(StoredObject? pod) =>
        pod?.Read()["status"]?["containerStatuses"]?[0]?["ready"]?.GetValue<bool>() == true ? pod : null;
}
