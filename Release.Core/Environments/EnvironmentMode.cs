namespace Release.Core.Environments;

/// <summary>Who moves versions in an environment.</summary>
public enum EnvironmentMode
{
    /// <summary>Release's own jobs do the work.</summary>
    Orchestrate,

    /// <summary>Other workflows do the work; Release records and watches.</summary>
    Observe,
}
