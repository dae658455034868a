using System.Collections.Concurrent;
using Release.Sandbox.Faults;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.GitHub.Webhooks;
using Release.Sandbox.Registry;
using Release.Sandbox.Settings;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>
/// Runs workflows: each run goes from queued through building to completed. Each stage is saved before the next, so that after a
/// kill an unfinished run continues; Release may then get a webhook twice, but always gets it.
/// </summary>
internal sealed class WorkflowRunner(WorkflowRunnerSetup setup, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Calls = 8;
    private const string Cancelled = "cancelled";

    /// <summary>The share of the build time that a run stays queued.</summary>
    private const double Queueing = 0.15;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, long> _working = new();

    /// <summary>Continues runs that a kill interrupted.</summary>
    public void Resume()
    {
        foreach (var run in setup.Runs.Unfinished())
        {
            Work(run);
        }
    }

    /// <summary>Saves and starts a run, and queues its <c>requested</c> webhook.</summary>
    public WorkflowRun Start(WorkflowRun run)
    {
        var kept = setup.Runs.Add(run);
        _ = setup.Webhooks.SendRunAsync(kept, "requested");
        Work(kept);
        return kept;
    }

    /// <summary>Saves a run that is already complete. The caller sends its webhook.</summary>
    public WorkflowRun Record(WorkflowRun run) => setup.Runs.Add(run with { Stage = RunStage.Completed, Announced = true });

    /// <summary>False when it was already complete.</summary>
    public bool Cancel(WorkflowRun run)
    {
        var wasOver = true;
        var after = setup.Runs.Change(run.Id, known =>
        {
            wasOver = known.Stage is RunStage.Completed;
            return wasOver ? known : known with { Stage = RunStage.Completed, Conclusion = Cancelled, UpdatedAt = time.GetUtcNow() };
        });
        if (!wasOver)
        {
            Work(after);
        }

        return !wasOver;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_working.Keys);
        _stop.Dispose();
    }

    private void Work(WorkflowRun run)
    {
        var work = Task.Run(() => WorkAsync(run, _stop.Token));
        _working[work] = run.Id;
        _ = work.ContinueWith(_ => _working.TryRemove(work, out var _), TaskScheduler.Default);
    }

    private async Task WorkAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        try
        {
            while (run.Stage != RunStage.Completed)
            {
                run = await StepAsync(run, cancellationToken);
                if (run.Conclusion == Cancelled)
                {
                    return; // Cancel has started the work that sends the webhook.
                }
            }

            if (!run.Announced)
            {
                await setup.Webhooks.SendRunAsync(run, "completed").WaitAsync(cancellationToken);
                setup.Runs.Change(run.Id, known => known with { Announced = true });
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The sandbox is stopping; the next start continues the run.
        }
        catch (Exception exception)
        {
            Log.RunFailed(logger, exception, run.Id, run.Repository);
        }
    }

    private async Task<WorkflowRun> StepAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        switch (run.Stage)
        {
            case RunStage.Queued:
                await WaitAsync(run, Queueing, cancellationToken);
                var started = Advance(run, RunStage.Building);
                _ = started.Stage is RunStage.Building ? setup.Webhooks.SendRunAsync(started, "in_progress") : Task.CompletedTask;
                return started;
            case RunStage.Building:
                return await BuildAsync(run, cancellationToken);
            default:
                return await CallBackAsync(run, cancellationToken);
        }
    }

    private async Task<WorkflowRun> BuildAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        if (run.ImageTag is not { } tag)
        {
            return Fail(run, $"Checkout: A branch or tag with the name '{run.GitRef}' could not be found");
        }

        await WaitAsync(run, 1, cancellationToken);
        if (setup.Runs.Find(run.Repository, run.Id) is { Stage: RunStage.Completed } cancelled)
        {
            return cancelled;
        }

        if (setup.Faults.Has(Misbehaviour.FailingBuild, run.Repository, tag, run.Environment))
        {
            return Fail(run, "Build image: ERROR: failed to solve: process \"/bin/sh -c bundle install\" did not complete successfully: exit code: 5");
        }

        setup.Images.Add(run.Repository, tag);
        _ = setup.Webhooks.SendPackageAsync(run);

        // A run for a release does not call back: the release webhook has started the deployment,
        // and a call would start a second one. (With GOV.UK's Argo Workflows the call starts it.)
        return run.Event == "workflow_dispatch" ? Advance(run, RunStage.Built) : Succeed(run);
    }

    /// <summary>Calls Release as GOV.UK's workflow does with <c>curl --retry</c>; manual deployments are never promoted.</summary>
    private async Task<WorkflowRun> CallBackAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        await setup.Release.Known.WaitAsync(cancellationToken);
        var call = new { environment = run.Environment, repoName = run.Repository, imageTag = run.ImageTag, promoteDeployment = "false" };
        for (var attempt = 1; ; attempt++)
        {
            string problem;
            try
            {
                var (status, answer) = await setup.Release.SendAsync("update-image-tag", call, cancellationToken);
                if (status is >= 200 and < 300)
                {
                    return Succeed(run);
                }

                problem = $"Update image tag: curl: (22) The requested URL returned error: {status} {answer}";
                if (status < 500)
                {
                    return Fail(run, problem);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                problem = $"Update image tag: curl: (7) {exception.Message}";
            }

            if (attempt == Calls)
            {
                return Fail(run, problem);
            }

            var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestPause.TotalSeconds));
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>Waits until that share of the build time has passed since the run's creation, also after a restart.</summary>
    private async Task WaitAsync(WorkflowRun run, double part, CancellationToken cancellationToken)
    {
        var left = run.CreatedAt + (setup.BuildTime * part) - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    private WorkflowRun Advance(WorkflowRun run, RunStage stage) => Change(run, known => known with { Stage = stage });

    private WorkflowRun Succeed(WorkflowRun run) => Change(run, known => known with { Stage = RunStage.Completed, Conclusion = "success" });

    private WorkflowRun Fail(WorkflowRun run, string why) =>
        Change(run, known => known with { Stage = RunStage.Completed, Conclusion = "failure", Failure = why });

    /// <summary>Changes the run unless it was cancelled meanwhile.</summary>
    private WorkflowRun Change(WorkflowRun run, Func<WorkflowRun, WorkflowRun> change) => setup.Runs.Change(
        run.Id, known => known.Stage is RunStage.Completed ? known : change(known) with { UpdatedAt = time.GetUtcNow() });
}

/// <summary>The parts that the runner needs.</summary>
internal sealed record WorkflowRunnerSetup
{
    public required WorkflowRuns Runs { get; init; }

    public required ImageCatalogue Images { get; init; }

    public required FaultBook Faults { get; init; }

    public required ReleaseConnection Release { get; init; }

    public required WebhookEvents Webhooks { get; init; }

    /// <summary>Duration of a build; zero builds at once.</summary>
    public required TimeSpan BuildTime { get; init; }
}
