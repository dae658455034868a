using System.Net;
using Release.Tests.Support;

namespace Release.Tests.Browser;

/// <summary>Deployments that pages are looked at with.</summary>
internal static class Examples
{
    public const string Application = "whitehall";

    /// <summary>A failed deployment of <see cref="Application"/>; made once, whoever asks first.</summary>
    public static async Task<string> FailedDeploymentAsync(ReleaseApp app)
    {
        if (await FindFailedAsync(app) is { } known)
        {
            return known;
        }

        var rule = await app.PostTextAsync("/api/sandbox/misbehaviours", $$"""{"application":"{{Application}}","kind":"crashLoop","version":"v3240"}""");
        rule.StatusCode.ShouldBe(HttpStatusCode.OK);
        var asked = await app.RequestUpdateAsync("integration", Application, "v3240", "false");
        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.failed" && (string?)happened["application"] == Application);
        return await FindFailedAsync(app) ?? throw new InvalidOperationException("It failed, yet is not among the failed deployments.");
    }

    private static async Task<string?> FindFailedAsync(ReleaseApp app) =>
        (await app.DeploymentsAsync(Application)).Where(deployment => (string?)deployment["status"] == "failed")
            .Select(deployment => (string?)deployment["id"]).FirstOrDefault();
}
