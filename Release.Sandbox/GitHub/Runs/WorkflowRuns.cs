using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Runs;

/// <summary>The newest workflow runs, saved in <c>workflow-runs.json</c>. Thread-safe.</summary>
internal sealed class WorkflowRuns
{
    private const int Kept = 400;
    private const long FirstId = 19_000_000_000; // More than 32 bits, as GitHub's ids.

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly List<WorkflowRun> _runs;

    public WorkflowRuns(string path, ILogger logger)
    {
        _path = path;
        _runs = StateFile.Load<List<WorkflowRun>>(path, logger) ?? [];
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WorkflowRun> Of(string repository)
    {
        lock (_gate)
        {
            return [.. _runs.Where(run => run.Repository == repository).Reverse()];
        }
    }

    public IReadOnlyList<WorkflowRun> Unfinished()
    {
        lock (_gate)
        {
            return [.. _runs.Where(run => run.Stage != RunStage.Completed || !run.Announced)];
        }
    }

    public WorkflowRun? Find(string repository, long id)
    {
        lock (_gate)
        {
            return _runs.Find(run => run.Id == id && run.Repository == repository);
        }
    }

    /// <summary>Assigns id and number to a new run and saves it.</summary>
    public WorkflowRun Add(WorkflowRun run)
    {
        lock (_gate)
        {
            var numbered = run with
            {
                Id = (_runs.Count == 0 ? FirstId : _runs.Max(known => known.Id)) + 1,
                Number = _runs.Where(known => known.Repository == run.Repository && known.Workflow == run.Workflow)
                    .Select(known => known.Number).DefaultIfEmpty().Max() + 1,
            };
            _runs.Add(numbered);
            while (_runs.Count > Kept && _runs[0] is { Stage: RunStage.Completed, Announced: true })
            {
                _runs.RemoveAt(0);
            }

            Save();
            return numbered;
        }
    }

    /// <summary>Changes a saved run.</summary>
    public WorkflowRun Change(long id, Func<WorkflowRun, WorkflowRun> change)
    {
        lock (_gate)
        {
            var at = _runs.FindIndex(run => run.Id == id);
            _runs[at] = change(_runs[at]);
            Save();
            return _runs[at];
        }
    }

    private void Save() => StateFile.Save(_path, _runs);
}
