namespace Release.Tests.Integration.Sandbox;

/// <summary>The real kubectl changes the sandbox.</summary>
public sealed class KubectlWriteTests
{
    private const string Shop =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, namespace: apps, labels: {team: x}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              containers:
              - {name: app, image: "shop:1", ports: [{containerPort: 80}]}
        """;

    [Fact]
    public async Task Patch_set_image_and_rollout_status()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);

        (await kubectl.RunAsync("set", "image", "deploy/publisher", "app=ghcr.io/example/publisher:v1400", "-n", "apps")).ShouldBe("deployment.apps/publisher image updated");
        (await kubectl.RunAsync("rollout", "status", "deploy/publisher", "-n", "apps")).ShouldEndWith("deployment \"publisher\" successfully rolled out");
        (await kubectl.RunAsync("patch", "deploy", "publisher", "-n", "apps", "-p", """{"metadata":{"annotations":{"a":"b"}}}""")).ShouldBe("deployment.apps/publisher patched");
        (await kubectl.RunAsync("patch", "app", "publisher", "-n", "cluster-services", "--type=merge", "-p", """{"metadata":{"annotations":{"a":"b"}}}""")).ShouldBe("application.argoproj.io/publisher patched");
        (await kubectl.RunAsync("get", "deploy", "publisher", "-n", "apps", "-o", "jsonpath={.metadata.annotations.a}")).ShouldBe("b");
    }

    [Fact]
    public async Task Apply_changes_only_what_is_applied_and_conflicts_are_told()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);

        (await kubectl.RunWithInputAsync(Shop, "apply", "-f", "-")).ShouldBe("deployment.apps/shop created");
        (await kubectl.RunWithInputAsync(Shop, "apply", "-f", "-")).ShouldBe("deployment.apps/shop unchanged");
        (await kubectl.RunWithInputAsync(Shop.Replace("shop:1", "shop:2"), "apply", "-f", "-")).ShouldBe("deployment.apps/shop configured");
        (await kubectl.RunAsync("scale", "deploy/shop", "--replicas=3", "-n", "apps")).ShouldBe("deployment.apps/shop scaled");
        (await kubectl.RunAsync("get", "deploy", "shop", "-n", "apps", "-o", "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].ports[0].protocol}"))
            .ShouldBe("3 shop:2 TCP");
        (await kubectl.RunAsync("delete", "deploy", "shop", "-n", "apps")).ShouldBe("deployment.apps \"shop\" deleted");
    }

    [Fact]
    public async Task Server_side_apply_and_its_conflicts()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);
        var file = Path.Combine(sandbox.Directory, "shop.yaml");
        await File.WriteAllTextAsync(file, Shop, sandbox.Cancelled);

        (await kubectl.RunAsync("apply", "--server-side", "-f", file)).ShouldBe("deployment.apps/shop serverside-applied");
        await File.WriteAllTextAsync(file, Shop.Replace("shop:1", "shop:2"), sandbox.Cancelled);
        (await kubectl.FailAsync("apply", "--server-side", "--field-manager=other", "-f", file))
            .ShouldStartWith("error: Apply failed with 1 conflict: conflict with \"kubectl\": .spec.template.spec.containers[name=\"app\"].image");
        (await kubectl.RunAsync("apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", file)).ShouldBe("deployment.apps/shop serverside-applied");
        (await kubectl.RunAsync("get", "deploy", "shop", "-n", "apps", "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields[*].manager}")).ShouldContain("other");
    }

    [Fact]
    public async Task Create_by_commands_of_its_own()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);

        (await kubectl.RunAsync("create", "ns", "mine")).ShouldBe("namespace/mine created");
        (await kubectl.RunAsync("create", "cm", "one", "-n", "mine", "--from-literal=a=b")).ShouldBe("configmap/one created");
        (await kubectl.RunAsync("create", "deployment", "web", "--image=web:1", "--port=80", "-n", "mine")).ShouldBe("deployment.apps/web created");
        (await kubectl.RunAsync("get", "deploy", "web", "-n", "mine", "-o", "jsonpath={.spec.replicas} {.spec.selector.matchLabels.app} {.spec.template.spec.containers[*].image} {.spec.template.spec.containers[0].ports[0].containerPort}"))
            .ShouldBe("1 web web:1 80");
        (await kubectl.RunAsync("get", "cm", "one", "-n", "mine", "-o", "jsonpath={.data.a}")).ShouldBe("b");
        (await kubectl.RunAsync("delete", "ns", "mine")).ShouldBe("namespace \"mine\" deleted");
    }

    [Fact]
    public async Task Rights_are_asked_about_and_given()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);

        (await kubectl.RunAsync("auth", "can-i", "delete", "pods", "-n", "apps")).ShouldBe("yes");
        (await kubectl.RunAsync("create", "sa", "reader", "-n", "apps")).ShouldBe("serviceaccount/reader created");
        (await kubectl.RunAsync("create", "role", "reader", "--verb=get,list", "--resource=pods", "-n", "apps")).ShouldBe("role.rbac.authorization.k8s.io/reader created");
        (await kubectl.RunAsync("create", "rolebinding", "reader", "--role=reader", "--serviceaccount=apps:reader", "-n", "apps")).ShouldBe("rolebinding.rbac.authorization.k8s.io/reader created");
        using var process = kubectl.Start("create", "token", "reader", "-n", "apps");
        var token = (await process.StandardOutput.ReadToEndAsync(sandbox.Cancelled)).Trim();

        // Only with a context without a user of its own does --token count alone.
        (await kubectl.RunAsync("auth", "can-i", "list", "pods", "-n", "apps", "--token", token)).ShouldBe("yes");
        (await kubectl.FailAsync("auth", "can-i", "delete", "pods", "-n", "apps", "--token", token)).ShouldStartWith("no");
        (await kubectl.FailAsync("get", "deploy", "-n", "apps", "--token", token))
            .ShouldBe("Error from server (Forbidden): deployments.apps is forbidden: User \"system:serviceaccount:apps:reader\" cannot list resource \"deployments\" in API group \"apps\" in the namespace \"apps\"");
    }
}
