using System.Text.Json.Nodes;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Starts a run once and finds it again. The object's name identifies the run, so an object with that name belongs to it,
/// even if another replica or this process before a kill created it.
/// </summary>
/// <param name="client">The client of the environment's cluster.</param>
/// <param name="kind">Job or Workflow.</param>
/// <param name="word">The kind's name for messages.</param>
internal sealed class SmokeTestObjects<T>(ClusterClient client, ResourceKind<T> kind, string word)
    where T : class, IKubernetesObject
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <returns>The run's object, or the result if there is none to look at.</returns>
    public async Task<(T? Object, SmokeTestResult? Result)> FindOrBeginAsync(
        SmokeTestRun run, ObservedRun observed, Func<JsonObject> manifest, CancellationToken cancellationToken)
    {
        if (observed.Ended is { } ended)
        {
            return (null, ended);
        }

        if (await client.GetAsync(kind, run.Namespace, run.Name, cancellationToken) is { } found)
        {
            return Own(found, run, observed);
        }

        if (observed.Uid is not null)
        {
            return (null, CouldNotRun(observed, $"{word} {run.Name} in {run.Namespace} was deleted before the smoke tests had ended"));
        }

        var body = manifest();
        await DeleteOlderAsync(run, cancellationToken);
        try
        {
            observed.Uid = (await client.CreateAsync(kind, run.Namespace, body, cancellationToken))?.Metadata.Uid;
        }
        catch (KubernetesConflictException)
        {
            // It was created in the meantime, perhaps by our own request whose answer was lost.
            return await client.GetAsync(kind, run.Namespace, run.Name, cancellationToken) is { } other
                ? Own(other, run, observed)
                : (null, Running($"{word} {run.Name} in {run.Namespace} existed a moment ago and is gone"));
        }
        catch (OutsideException exception) when (exception.Kind is FailureKind.NotFound or FailureKind.Application)
        {
            // The namespace does not exist, or the API server rejects the manifest made from the settings.
            throw new SmokeTestSetupException($"{word} {run.Name} cannot be created in {run.Namespace}: {exception.Message}", exception);
        }

        return (null, Running($"{word} {run.Name} in {run.Namespace} has been created"));
    }

    /// <summary>Ends a run that cannot succeed: deletes its object, and keeps the result for later calls.</summary>
    public async Task<SmokeTestResult> EndEarlyAsync(SmokeTestRun run, ObservedRun observed, string why, CancellationToken cancellationToken)
    {
        await client.DeleteAsync(kind, run.Namespace, run.Name, cancellationToken);
        return observed.Ended = CouldNotRun(observed, $"{why} ({word} {run.Name} was deleted)");
    }

    public static SmokeTestResult Running(string message, string output = "") =>
        new(SmokeTestOutcome.Running, message, output, LookAgainAfter: LookAgain);

    public static SmokeTestResult CouldNotRun(ObservedRun observed, string message) =>
        new(SmokeTestOutcome.CouldNotRun, message, observed.Output, SmokeTestAnswer.FailingLine(observed.Output));

    private (T? Object, SmokeTestResult? Result) Own(T found, SmokeTestRun run, ObservedRun observed)
    {
        var metadata = found.Metadata;
        if (run.Labels.Any(label => metadata.Label(label.Key) != label.Value))
        {
            var owner = metadata.Label(SmokeTestRun.RunLabel) is { } other ? $"belongs to the run {other}" : "was not created by Release";
            return (null, CouldNotRun(observed, $"{word} {run.Name} in {run.Namespace} {owner}, not to this run ({run.Run}): delete it"));
        }

        if (observed.Uid is not null && metadata.Uid is not null && metadata.Uid != observed.Uid)
        {
            return (null, CouldNotRun(observed, $"{word} {run.Name} in {run.Namespace} was deleted and created again by somebody else while the smoke tests ran"));
        }

        observed.Uid = metadata.Uid;
        return (found, null);
    }

    /// <summary>Two runs at once would disturb each other, and the older one's result is no longer needed.</summary>
    private async Task DeleteOlderAsync(SmokeTestRun run, CancellationToken cancellationToken)
    {
        var all = await client.ListAsync(kind, new ObjectSelection(run.Namespace, run.CellSelector), cancellationToken);
        foreach (var older in all.Items.Where(item => item.Metadata.Label(SmokeTestRun.RunLabel) != run.Run))
        {
            await client.DeleteAsync(kind, run.Namespace, older.Metadata.Name, cancellationToken);
        }
    }
}
