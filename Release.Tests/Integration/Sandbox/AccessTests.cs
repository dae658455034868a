using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

public sealed class AccessTests
{
    private const string Accounts = "/api/v1/namespaces/apps/serviceaccounts";
    private const string Roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/apps/roles";
    private const string Bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/apps/rolebindings";

    [Fact]
    public async Task A_token_of_nobodys_is_not_let_in()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        (await SendAsync(sandbox, "wrong", HttpMethod.Get, Paths.Pods)).ShouldBeStatus(401, "Unauthorized");
    }

    [Fact]
    public async Task Without_a_role_everything_is_forbidden_in_the_words_of_the_real_server()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "reader");

        var list = await SendAsync(sandbox, token, HttpMethod.Get, Paths.Pods);
        var get = await SendAsync(sandbox, token, HttpMethod.Get, $"{Paths.Deployments}/publisher");
        var cluster = await SendAsync(sandbox, token, HttpMethod.Get, "/api/v1/namespaces");

        list.ShouldBeStatus(403, "Forbidden");
        list.Body["message"].Text().ShouldBe("pods is forbidden: User \"system:serviceaccount:apps:reader\" cannot list resource \"pods\" in API group \"\" in the namespace \"apps\"");
        get.Body["message"].Text().ShouldBe("deployments.apps \"publisher\" is forbidden: User \"system:serviceaccount:apps:reader\" cannot get resource \"deployments\" in API group \"apps\" in the namespace \"apps\"");
        cluster.Body["message"].Text().ShouldBe("namespaces is forbidden: User \"system:serviceaccount:apps:reader\" cannot list resource \"namespaces\" in API group \"\" at the cluster scope");
        list.Body["details"]!["kind"].Text().ShouldBe("pods");
    }

    [Fact]
    public async Task A_role_gives_exactly_what_it_says()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "reader");
        await BindAsync(sandbox, "reader", """[{"apiGroups":["apps"],"resources":["deployments"],"verbs":["get","list"]},{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["one"],"verbs":["*"]}]""");

        (await SendAsync(sandbox, token, HttpMethod.Get, Paths.Deployments)).Status.ShouldBe(200);
        (await SendAsync(sandbox, token, HttpMethod.Get, $"{Paths.Deployments}?watch=true")).ShouldBeStatus(403, "Forbidden");
        (await SendAsync(sandbox, token, HttpMethod.Get, $"{Paths.Deployments}/publisher/scale")).ShouldBeStatus(403, "Forbidden");
        (await SendAsync(sandbox, token, HttpMethod.Get, "/apis/apps/v1/deployments")).ShouldBeStatus(403, "Forbidden");
        (await SendAsync(sandbox, token, HttpMethod.Get, $"{Paths.ConfigMaps}/one")).ShouldBeStatus(404, "NotFound");
        (await SendAsync(sandbox, token, HttpMethod.Get, $"{Paths.ConfigMaps}/two")).ShouldBeStatus(403, "Forbidden");
        (await SendAsync(sandbox, token, HttpMethod.Get, "/apis/apps/v1")).Status.ShouldBe(200, "discovery is everybody's");
        (await SendAsync(sandbox, token, HttpMethod.Get, $"{Paths.Pods}/p/log")).Body["message"].Text().ShouldContain("resource \"pods/log\"");
    }

    [Fact]
    public async Task One_may_ask_what_one_may()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "reader");
        await BindAsync(sandbox, "reader", """[{"apiGroups":[""],"resources":["pods/log"],"verbs":["get"]}]""");

        (await AskAsync("pods", "log")).ShouldBe("true");
        (await AskAsync("pods", "")).ShouldBe("false");
        var rules = await SendAsync(sandbox, token, HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec":{"namespace":"apps"}}""");
        rules.Body["status"]!["resourceRules"]!.ToJsonString().ShouldContain("pods/log");

        async Task<string> AskAsync(string resource, string subresource) => (await SendAsync(
            sandbox, token, HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            $$$"""{"spec":{"resourceAttributes":{"namespace":"apps","verb":"get","resource":"{{{resource}}}","subresource":"{{{subresource}}}"} } }""")).Body["status"]!["allowed"].Text();
    }

    [Fact]
    public async Task A_token_ends_with_its_account()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "reader");

        await sandbox.SendAsync(HttpMethod.Delete, $"{Accounts}/reader");
        await sandbox.SendAsync(HttpMethod.Post, Accounts, """{"metadata":{"name":"reader"}}""");

        (await SendAsync(sandbox, token, HttpMethod.Get, Paths.Pods)).ShouldBeStatus(401, "Unauthorized");
        (await sandbox.SendAsync(HttpMethod.Post, $"{Accounts}/reader/token", """{"spec":{"expirationSeconds":10}}""")).ShouldBeStatus(422, "Invalid");
    }

    private static async Task<string> TokenAsync(SandboxUnderTest sandbox, string name)
    {
        await sandbox.SendAsync(HttpMethod.Post, Accounts, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        var (status, issued) = await sandbox.SendAsync(HttpMethod.Post, $"{Accounts}/{name}/token", """{"spec":{"expirationSeconds":600}}""");
        status.ShouldBe(201);
        issued["status"]!["expirationTimestamp"].Text().ShouldNotBeEmpty();
        return issued["status"]!["token"].Text();
    }

    private static async Task BindAsync(SandboxUnderTest sandbox, string name, string rules)
    {
        await sandbox.SendAsync(HttpMethod.Post, Roles, $$$"""{"metadata":{"name":"{{{name}}}"},"rules":{{{rules}}} }""");
        await sandbox.SendAsync(HttpMethod.Post, Bindings, $$$"""{"metadata":{"name":"{{{name}}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"{{{name}}}"},"subjects":[{"kind":"ServiceAccount","name":"{{{name}}}","namespace":"apps"}]}""");
    }

    private static async Task<(int Status, JsonNode Body)> SendAsync(SandboxUnderTest sandbox, string token, HttpMethod method, string path, string? body = null)
    {
        using var request = sandbox.Request(method, path, body);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await sandbox.Http.SendAsync(request, sandbox.Cancelled);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(sandbox.Cancelled))!);
    }
}
