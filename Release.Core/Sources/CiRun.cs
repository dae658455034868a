using Release.Core.Applications;

namespace Release.Core.Sources;

/// <summary>The latest state of a workflow run, from GitHub's <c>workflow_run</c> events, so that no call is needed.</summary>
public sealed class CiRun
{
    private CiRun()
    {
    }

    /// <param name="id">GitHub's number of the run.</param>
    public CiRun(long id, SourceRepository repository, CommitSha commit, string workflow, string path, string trigger, string url)
    {
        Id = id;
        Repository = repository.ToString();
        Commit = commit.Value;
        Workflow = workflow;
        Path = path;
        Trigger = trigger;
        Url = url;
    }

    public long Id { get; private set; }

    /// <summary><c>owner/name</c>.</summary>
    public string Repository { get; private set; } = "";

    public string Commit { get; private set; } = "";

    /// <summary>The workflow's name, for people.</summary>
    public string Workflow { get; private set; } = "";

    /// <summary>The workflow's file, for example <c>.github/workflows/ci.yml</c>.</summary>
    public string Path { get; private set; } = "";

    /// <summary>What started it: GitHub's event, such as <c>push</c> or <c>workflow_dispatch</c>.</summary>
    public string Trigger { get; private set; } = "";

    public string Url { get; private set; } = "";

    public BuildState State { get; private set; }

    /// <summary>GitHub's count of attempts: a repeated run keeps its id.</summary>
    public int Attempt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public bool HasEnded => State.HasEnded();

    /// <summary>Applies an event, unless a later one was applied before. Returns whether anything changed.</summary>
    public bool Update(BuildState state, int attempt, DateTimeOffset updatedAt)
    {
        // GitHub's times have whole seconds: of two events in one second, the one that ends the run is the later.
        var isOlder = attempt < Attempt || (attempt == Attempt && (updatedAt < UpdatedAt || (updatedAt == UpdatedAt && (HasEnded || state == State))));
        if (isOlder)
        {
            return false;
        }

        (State, Attempt, UpdatedAt) = (state, attempt, updatedAt);
        return true;
    }
}

/// <summary>Our own records of workflow runs, from GitHub's <c>workflow_run</c> events. Makes no call to GitHub.</summary>
public interface ICiRuns
{
    /// <summary>Null when no event of it was received.</summary>
    Task<CiRun?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<CiRun>> OfCommitAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken);

    /// <summary>Runs that build for the application's other recent deployments.</summary>
    Task<IReadOnlySet<long>> OfOthersAsync(ApplicationName application, Guid deployment, CancellationToken cancellationToken);
}
