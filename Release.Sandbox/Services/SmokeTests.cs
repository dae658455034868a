using Release.Sandbox.Faults;
using Release.Sandbox.Settings;

namespace Release.Sandbox.Services;

/// <summary><c>/smoke-test</c> of an application: 202 while it runs, then 200 with JSON or 500 with the output.</summary>
internal sealed class SmokeTests(SmokeTestRuns runs, FaultBook faults, SandboxOptions options, TimeProvider time)
{
    /// <param name="fault">Repository name, for looking up misbehaviours.</param>
    public async Task HandleAsync(HttpContext context, string environment, string application, string fault, string version)
    {
        var run = runs.Begin(environment, application, version, context.Request.Query["run"].ToString());
        if (faults.Has(Misbehaviour.BrokenSmokeTest, fault, version, environment))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(Broken(application, version), context.RequestAborted);
            return;
        }

        var passed = time.GetUtcNow() - run.StartedAt;
        if (faults.Has(Misbehaviour.EndlessSmokeTest, fault, version, environment) || passed < TimeSpan.FromSeconds(options.SmokeTestSeconds))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers.RetryAfter = "1";
            var progress = Math.Clamp(passed.TotalSeconds / Math.Max(1, options.SmokeTestSeconds), 0, 0.99);
            await context.Response.WriteAsJsonAsync(new { version, running = true, progress, output = $"Running {Tests.Length} tests using 1 worker\n" }, context.RequestAborted);
            return;
        }

        var fails = faults.Has(Misbehaviour.FailingSmokeTest, fault, version, environment)
            || (run.Number == 1 && faults.Has(Misbehaviour.FlakySmokeTest, fault, version, environment));
        if (fails)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(Failure(application, version), context.RequestAborted);
            return;
        }

        await context.Response.WriteAsJsonAsync(new { version, passed = true, output = Success(application, version) }, context.RequestAborted);
    }

    private static readonly string[] Tests = ["the home page answers", "the healthcheck answers", "a page is rendered from the content store"];

    private static string Success(string application, string version) =>
        Header(application, version)
        + string.Concat(Tests.Select((test, index) => $"  ok {index + 1} [chromium] › @app-{application} › {test}\n"))
        + $"\n  {Tests.Length} passed\n";

    private static string Failure(string application, string version) =>
        Header(application, version)
        + $"  ok 1 [chromium] › @app-{application} › {Tests[0]}\n"
        + $"  ok 2 [chromium] › @app-{application} › {Tests[1]}\n"
        + $"  x  3 [chromium] › @app-{application} › {Tests[2]}\n\n"
        + $"  1) [chromium] › @app-{application} › {Tests[2]}\n\n"
        + "    Error: expect(locator).toHaveText(expected) failed: expected \"Welcome\", received \"Sorry, we're experiencing technical difficulties\"\n\n"
        + "  1 failed\n  2 passed\n";

    private static string Broken(string application, string version) =>
        Header(application, version)
        + "Error: browserType.launch: Executable doesn't exist at /ms-playwright/chromium_headless_shell-1194/chrome-linux/headless_shell\n"
        + "Looks like Playwright was just installed or updated. Please run: npx playwright install\n";

    private static string Header(string application, string version) =>
        $"> playwright test --grep @app-{application}\n{application} {version}\nRunning {Tests.Length} tests using 1 worker\n\n";
}
