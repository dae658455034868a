using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.Registry;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>Sends Release webhooks for pushes, workflow runs, packages and releases, in the order of the events.</summary>
/// <param name="registry">The registry's address.</param>
internal sealed class WebhookEvents(WebhookSender sender, WebhookPayloads payloads, Uri registry, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <param name="action"><c>requested</c>, <c>in_progress</c>, <c>completed</c>.</param>
    /// <returns>Completes when Release has answered or the delivery failed.</returns>
    public Task SendRunAsync(WorkflowRun run, string action) =>
        QueueAsync(async () => sender.SendAsync("workflow_run", await payloads.WorkflowRunAsync(run, action, CancellationToken.None)));

    /// <summary>An image is in the registry.</summary>
    public Task SendPackageAsync(WorkflowRun run) => QueueAsync(async () => sender.SendAsync(
        "package",
        await payloads.PackageAsync(
            run, ImageContent.Of($"{SandboxGitHub.Organisation}/{run.Repository}", run.ImageTag!).Manifest(MediaTypes.OciIndex).Digest, registry, time.GetUtcNow(), CancellationToken.None)));

    /// <summary>A reference moved.</summary>
    public Task SendPushAsync(RepositoryChange change) =>
        QueueAsync(async () => sender.SendAsync("push", await payloads.PushAsync(change, CancellationToken.None)));

    /// <returns>What Release answered.</returns>
    public Task<WebhookDelivery> SendReleaseAsync(string repository, string tag, PullRequest merged) =>
        QueueAsync(async () => sender.SendAsync("release", await payloads.ReleaseAsync(repository, tag, merged, time.GetUtcNow(), CancellationToken.None)));

    /// <summary>Builds payloads one after the other, so that events keep their order.</summary>
    private Task<WebhookDelivery> QueueAsync(Func<Task<Task<WebhookDelivery>>> send)
    {
        lock (_gate)
        {
            var sent = SendAsync(_last, send);
            _last = sent.ContinueWith(_ => { }, TaskScheduler.Default);
            return sent.Unwrap();
        }
    }

    private async Task<Task<WebhookDelivery>> SendAsync(Task before, Func<Task<Task<WebhookDelivery>>> send)
    {
        await before;
        try
        {
            return await send();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.WebhookUnwritten(logger, exception);
            throw;
        }
    }
}
