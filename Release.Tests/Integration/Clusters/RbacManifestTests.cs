using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>
/// The manifests grant what the adapters need and nothing more: with all of them everything works, and with any one verb
/// less something is refused, in words that name it.
/// </summary>
public sealed class RbacManifestTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Rights()
    {
        var rights = new TheoryData<string, string, string, string>();
        foreach (var right in RbacManifests.All.SelectMany(RbacManifests.RightsOf))
        {
            rights.Add(right.File, right.Role, right.Resource, right.Verb);
        }

        return rights;
    }

    [Fact]
    public async Task With_the_first_file_alone_Release_watches_explains_and_triggers_Argo_CD()
    {
        await using var installed = await RbacInstallation.ApplyAsync(cluster, null, [RbacManifests.Base], Cancel);
        var (pod, deployment) = await PrepareAsync(installed);
        await using var release = new RestrictedRelease(installed);

        await ReadEverythingAsync(release, pod, deployment);
        release.Refusals.ShouldBeEmpty();

        await release.ApplyAsync(Cancel);
        await release.SmokeTestAsync("Job", Cancel);
        await release.SmokeTestAsync("Workflow", Cancel);
        release.Refusals.ShouldAllBe(refusal =>
            refusal.StartsWith("Release may not patch deployments publisher", StringComparison.Ordinal)
            || refusal.StartsWith("Release may not get jobs ", StringComparison.Ordinal)
            || refusal.StartsWith("Release may not get workflows ", StringComparison.Ordinal));
        release.Refusals.ShouldContain(refusal => refusal.StartsWith($"Release may not patch deployments publisher in {installed.Apps}", StringComparison.Ordinal));
        release.Refusals.ShouldContain(refusal => refusal.StartsWith("Release may not get jobs ", StringComparison.Ordinal));
        release.Refusals.ShouldContain(refusal => refusal.StartsWith("Release may not get workflows ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_all_files_everything_works()
    {
        await using var installed = await RbacInstallation.ApplyAsync(cluster, null, RbacManifests.All, Cancel);
        await using var release = await UseEverythingAsync(installed);

        release.Refusals.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task With_one_right_less_its_refusal_names_it(string file, string role, string resource, string verb)
    {
        var right = RbacManifests.RightsOf(file).Single(right => (right.Role, right.Resource, right.Verb) == (role, resource, verb));
        await using var installed = await RbacInstallation.ApplyAsync(cluster, right, RbacManifests.All, Cancel);
        await using var release = await UseEverythingAsync(installed);

        var name = installed.NamespaceOf(right);
        release.Refusals.ShouldNotBeEmpty($"nothing needs {verb} on {resource}: take it out of {file}");
        release.Refusals.ShouldAllBe(refusal => refusal.StartsWith($"Release may not {verb} {resource}", StringComparison.Ordinal));
        release.Refusals.ShouldContain(refusal =>
            refusal.Contains($"Grant its user the verb '{verb}' on '{resource}' in the API group '{right.Group}'", StringComparison.Ordinal)
            && (right.IsClusterWide || refusal.Contains($"in the namespace '{name}' (Role)", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("get", "", "secrets")]
    [InlineData("list", "", "configmaps")]
    [InlineData("create", "", "pods")]
    [InlineData("create", "", "pods/exec")]
    [InlineData("delete", "", "pods")]
    [InlineData("update", "apps", "deployments")]
    [InlineData("delete", "apps", "deployments")]
    [InlineData("create", "apps", "deployments")]
    [InlineData("delete", "argoproj.io", "applications")]
    [InlineData("create", "argoproj.io", "applications")]
    [InlineData("patch", "batch", "jobs")]
    [InlineData("create", "", "serviceaccounts/token")]
    [InlineData("impersonate", "", "users")]
    public async Task Nothing_else_is_granted(string verb, string group, string resource)
    {
        await using var installed = await RbacInstallation.ApplyAsync(cluster, null, RbacManifests.All, Cancel);
        await using var release = new RestrictedRelease(installed);
        var client = release.Clients.For(ClusterUnderTest.Environment);

        foreach (var @namespace in new[] { installed.Apps.Name, installed.Argo.Name, installed.Home, null })
        {
            (await RbacInstallation.MayAsync(client, verb, group, resource, @namespace, Cancel)).ShouldBeFalse(@namespace ?? "everywhere");
        }
    }

    private async Task<RestrictedRelease> UseEverythingAsync(RbacInstallation installed)
    {
        var (pod, deployment) = await PrepareAsync(installed);
        var release = new RestrictedRelease(installed);
        await ReadEverythingAsync(release, pod, deployment);
        await release.ApplyAsync(Cancel);
        await release.SmokeTestAsync("Job", Cancel);
        await release.SmokeTestAsync("Workflow", Cancel);
        return release;
    }

    private static async Task ReadEverythingAsync(RestrictedRelease release, Pod pod, KubernetesDeployment deployment)
    {
        await release.WatchAsync(Cancel);
        await release.SyncAsync(Cancel);
        await release.ReadWorkloadsAsync(pod, Cancel);
        await release.FindForeignChangeAsync(deployment, Cancel);
    }

    /// <summary>An application with one pod that does not run, its Argo CD Application, and the app of apps.</summary>
    private async Task<(Pod Pod, KubernetesDeployment Deployment)> PrepareAsync(RbacInstallation installed)
    {
        const string Labels = """{"app.govuk/repository-name":"publisher","app.kubernetes.io/component":"app"}""";
        await cluster.ArgoCd.CreateAsync(installed.Argo.Name, "app-config", Cancel, repoName: "charts");
        await cluster.ArgoCd.CreateAsync(installed.Argo.Name, "publisher", Cancel, imageTag: "v1", destination: installed.Apps.Name);
        var deployment = await cluster.Admin.ApplyAsync(
            ResourceKinds.Deployments, installed.Apps.Name, "publisher", Manifests.Deployment("publisher", "registry.test/owner/publisher:v1", 1, Labels),
            "somebody-else", force: false, Cancel);
        var pods = await cluster.Kubelet.WaitForPodsAsync(installed.Apps.Name, "app=publisher", 1, Cancel);
        return (pods[0], deployment!);
    }
}
