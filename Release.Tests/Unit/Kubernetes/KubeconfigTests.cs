using Release.Integrations.Kubernetes.Kubeconfig;

namespace Release.Tests.Unit.Kubernetes;

public sealed class KubeconfigTests
{
    [Fact]
    public void A_context_brings_its_cluster_and_user_together()
    {
        var context = Parse("server: https://cluster.test:6443\n    certificate-authority-data: cGVt", "token: t0ken").Context("integration");

        context.Server.ShouldBe(new Uri("https://cluster.test:6443"));
        context.Authority!.Text.ShouldBe("pem");
        context.Token.ShouldBe("t0ken");
        context.ToString().ShouldNotContain("t0ken");
    }

    [Fact]
    public void Relative_paths_start_at_the_files_folder()
    {
        var context = Parse("server: https://cluster.test\n    certificate-authority: ca.pem", "tokenFile: secrets/token").Context("integration");

        context.Authority!.Path.ShouldBe(Path.GetFullPath("/etc/clusters/ca.pem"));
        context.TokenFile.ShouldBe(Path.GetFullPath("/etc/clusters/secrets/token"));
    }

    [Theory]
    [InlineData("server: https://c.test\n    insecure-skip-tls-verify: true", "token: t0ken", "insecure-skip-tls-verify")]
    [InlineData("server: https://c.test\n    proxy-url: ftp://me:t0ken@proxy", "token: t0ken", "proxy-url of the kubeconfig's cluster 'one' is not an http, https or socks5 address")]
    [InlineData("server: https://c.test\n    new-field: x", "token: t0ken", "'new-field', which is not supported")]
    [InlineData("server: https://c.test", "exec: {command: aws}", "only client.authentication.k8s.io/v1 and")]
    [InlineData("server: https://c.test", "exec: {apiVersion: client.authentication.k8s.io/v1}", "names no command")]
    [InlineData("server: https://c.test", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, interactiveMode: Always}", "Release cannot answer prompts")]
    [InlineData("server: https://c.test", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, shell: sh}", "'shell', which is not supported")]
    [InlineData("server: https://c.test", "{token: t0ken, exec: {apiVersion: client.authentication.k8s.io/v1, command: aws}}", "keep one of them")]
    [InlineData("server: https://c.test", "{client-certificate: me.crt, client-key: me.key, exec: {apiVersion: client.authentication.k8s.io/v1, command: aws}}", "both exec and a client certificate: keep one of them")]
    [InlineData("server: https://c.test", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, args: t0ken}", "a field with a value of the wrong type")]
    [InlineData("server: https://c.test", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, env: [{value: t0ken}]}", "a variable without a name")]
    [InlineData("server: https://c.test", "client-certificate-data: t0ken", "is not base64")]
    [InlineData("server: https://c.test", "client-certificate: me.crt", "must have both client-certificate and client-key")]
    [InlineData("server: https://c.test", "password: t0ken", "'password', which is not supported")]
    [InlineData("server: http://c.test", "token: t0ken", "must be https")]
    [InlineData("server: ftp://c.test", "token: t0ken", "not an http or https address")]
    [InlineData("certificate-authority: x", "token: t0ken", "not an http or https address")]
    [InlineData("server: https://c.test\n    certificate-authority-data: '***'", "token: t0ken", "is not base64")]
    public void What_cannot_be_used_is_named(string cluster, string user, string problem)
    {
        var exception = Should.Throw<KubeconfigException>(() => Parse(cluster, user).Context("integration"));
        exception.Message.ShouldContain(problem);
        exception.ToString().ShouldNotContain("t0ken");
    }

    [Fact]
    public void A_flag_that_says_verify_is_fine() =>
        Parse("server: https://c.test\n    insecure-skip-tls-verify: false", "token: x").Context("integration").Server.Host.ShouldBe("c.test");

    [Fact]
    public void A_context_that_is_missing_is_named_with_those_there_are() =>
        Should.Throw<KubeconfigException>(() => Parse("server: https://c.test", "token: x").Context("staging")).Message
            .ShouldBe("The kubeconfig has no context 'staging'; it has: integration.");

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("token: t0ken\n  : : [")]
    public void What_is_no_kubeconfig_says_so_without_its_text(string text) =>
        Should.Throw<KubeconfigException>(() => KubeconfigFile.Parse(text, "/")).ToString().ShouldNotContain("t0ken");

    private static KubeconfigFile Parse(string cluster, string user) => KubeconfigFile.Parse(
        $"""
        apiVersion: v1
        kind: Config
        current-context: integration
        clusters:
        - name: one
          cluster:
            {cluster}
        users:
        - name: me
          user:
            {user}
        contexts:
        - name: integration
          context: {"{cluster: one, user: me, namespace: apps}"}
        """, "/etc/clusters");
}
