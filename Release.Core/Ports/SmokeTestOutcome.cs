namespace Release.Core.Ports;

public enum SmokeTestOutcome
{
    Running,

    /// <summary>Exit code 0.</summary>
    Passed,

    /// <summary>Exit code 1: the tests ran and found the version wanting. Never retried.</summary>
    Failed,

    /// <summary>Exit code above 1: the tests could not be run. Retried by the step's policy.</summary>
    CouldNotRun,
}
