namespace Release.Sandbox;

/// <summary>What every imitated cluster has for smoke tests, to be named in the product's settings.</summary>
public static class SandboxSmokeTests
{
    /// <summary>An image whose container tests the application that its variable <c>APPLICATION</c> names.</summary>
    public const string Image = "ghcr.io/example/e2e-tests:latest";

    /// <summary>A WorkflowTemplate in each namespace of applications, with the parameters application, environment and version.</summary>
    public const string WorkflowTemplate = "smoke-test";
}
