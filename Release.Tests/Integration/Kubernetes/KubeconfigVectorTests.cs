using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Tests.Support;
using Release.Tests.Support.Kubernetes;
using k8s.KubeConfigModels;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>Whole kubeconfigs against an endpoint with TLS and an authority of its own.</summary>
public sealed class KubeconfigVectorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_client_certificate_is_shown_inline_or_from_files_RSA_or_EC(bool rsa, bool inline)
    {
        await using var server = await TlsCluster.StartAsync(_authority, wantsClientCertificate: true);
        var (certificate, key) = _authority.Client("deployer", rsa);
        if (!inline)
        {
            Write("me.crt", certificate);
            Write("me.key", key);
        }

        using var clients = Clients(server, inline
            ? $"client-certificate-data: {Base64(certificate)}\n    client-key-data: {Base64(key)}"
            : "client-certificate: me.crt\n    client-key: me.key");

        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("deployer");
        server.Protocols.ShouldAllBe(protocol => protocol == "HTTP/2");
    }

    [Fact]
    public async Task A_renewed_client_certificate_is_shown_on_new_connections()
    {
        await using var server = await TlsCluster.StartAsync(_authority, wantsClientCertificate: true);
        WritePair(_authority.Client("before"));
        using var clients = Clients(server, "client-certificate: me.crt\n    client-key: me.key");
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("before");

        var after = _authority.Client("after");
        Write("me.crt", after.Certificate);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("before", "its key is not there yet");
        WritePair(after);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("after");

        void WritePair((string Certificate, string Key) pair)
        {
            Write("me.crt", pair.Certificate);
            Write("me.key", pair.Key);
        }
    }

    [Fact]
    public async Task A_token_file_is_read_again_when_it_was_renewed()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        Write("token", "one\n");
        using var clients = Clients(server, "tokenFile: token");
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("one");

        Write("token", "two\n");
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("one", "tokens are renewed long before they end");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("two");

        // A refusal is a reason to look at once, and the request is sent again.
        Write("token", "three\n");
        server.Tokens = ["three"];
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("three");
    }

    [Fact]
    public async Task A_plugins_token_is_kept_until_shortly_before_its_end_and_renewed_when_refused()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        var end = _clock.GetUtcNow().AddMinutes(15);
        Script("plugin", $$"""
            echo run >> "$(dirname "$0")/runs"
            count=$(wc -l < "$(dirname "$0")/runs")
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"token-%s-%s","expirationTimestamp":"{{end:yyyy-MM-dd'T'HH:mm:ss'Z'}}"} }' "$count" "$1"
            """);
        using var clients = Clients(server, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [\"$(id) 'x'\"], interactiveMode: Never}");
        var client = clients.For(FakeCluster.Integration);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TlsCluster.WhoAsync(client)));
        (await TlsCluster.WhoAsync(client)).ShouldBe("token-1-$(id) 'x'");
        _clock.Advance(TimeSpan.FromMinutes(14.4));
        (await TlsCluster.WhoAsync(client)).ShouldStartWith("token-1");
        _clock.Advance(TimeSpan.FromMinutes(0.2));
        (await TlsCluster.WhoAsync(client)).ShouldStartWith("token-2");

        server.Tokens = [];
        var refused = await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(client));
        refused.Message.ShouldContain("does not accept Release's credentials");
        refused.ToString().ShouldNotContain("token-");
        Runs().ShouldBe(3, "a refusal asks the plugin again, but only once");
    }

    [Fact]
    public async Task A_plugin_is_told_which_cluster_it_is_for_and_may_give_a_certificate()
    {
        await using var server = await TlsCluster.StartAsync(_authority, wantsClientCertificate: true);
        var (certificate, key) = _authority.Client("from-plugin");
        Write("answer", $$"""
            {"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential",
             "status":{"clientCertificateData":{{System.Text.Json.JsonSerializer.Serialize(certificate)}},"clientKeyData":{{System.Text.Json.JsonSerializer.Serialize(key)}} } }
            """);
        Script("plugin", """
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
            printf '%s' "$GREETING" > "$(dirname "$0")/greeting"
            cat "$(dirname "$0")/answer"
            """);
        using var clients = Clients(
            server,
            "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin, provideClusterInfo: true, env: [{name: GREETING, value: hello}]}",
            "extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: mine, level: 3}}]");

        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("from-plugin");
        Read("greeting").ShouldBe("hello");
        Read("info").ShouldContain("\"interactive\":false");
        Read("info").ShouldContain($"\"server\":\"https://{server.Host}\"");
        Read("info").ShouldContain("\"config\":{\"audience\":\"mine\",\"level\":3}");
        Read("info").ShouldContain(Base64(_authority.Pem));
    }

    [Theory]
    [InlineData("echo 'login failed for token=s3cr3t-value' >&2; exit 4", "ended with exit code 4: login failed for token=***")]
    [InlineData("echo \"bad $SECRET\" >&2; exit 1", "ended with exit code 1: bad ***")]
    [InlineData("echo s3cr3t-value", "did not answer with an ExecCredential in JSON")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1alpha1\",\"status\":{\"token\":\"s3cr3t-value\"}}'", "answered in the version 'client.authentication.k8s.io/v1alpha1'")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "gave neither a token nor a certificate")]
    public async Task A_plugin_that_fails_says_why_without_secrets(string script, string words)
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        Script("plugin", script);
        using var clients = Clients(server, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, env: [{name: SECRET, value: s3cr3t-value}]}");

        var exception = await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(clients.For(FakeCluster.Integration)));
        exception.Kind.ShouldBe(FailureKind.Permission);
        exception.Message.ShouldContain(words);
        exception.ToString().ShouldNotContain("s3cr3t-value");
    }

    [Fact]
    public async Task A_plugin_that_is_missing_says_how_to_get_it()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        using var clients = Clients(server, "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin-here, installHint: Install it from the portal.}");
        (await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(clients.For(FakeCluster.Integration)))).Message.ShouldContain("Install it from the portal.");
    }

    [Fact]
    public async Task A_plugin_that_never_ends_is_ended()
    {
        Script("plugin", "exec sleep 1000");
        var plugin = new ExternalExecution { ApiVersion = "client.authentication.k8s.io/v1", Command = Path.Combine(_directory.Path, "plugin") };
        var credential = new ExecCredential(plugin, new KubeconfigContext("c", new Uri("https://c.test")), TimeProvider.System, TimeSpan.FromMilliseconds(200));
        (await Should.ThrowAsync<KubeconfigException>(async () => await credential.ObtainAsync(null, TestContext.Current.CancellationToken))).Message.ShouldContain("did not end within 0.2 s");
    }

    [Fact]
    public async Task A_cluster_whose_authority_is_another_one_is_refused_and_no_token_is_sent()
    {
        using var other = new TestAuthority("other-ca");
        await using var server = await TlsCluster.StartAsync(_authority, other.Server());
        using var clients = Clients(server, "token: t0ken");

        var exception = await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(clients.For(FakeCluster.Integration)));
        exception.Kind.ShouldBe(FailureKind.Permission);
        exception.Message.ShouldContain("is not signed by the certificate authority that the kubeconfig's context 'integration' gives (signed by CN=other-ca)");
        server.Protocols.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_authority_the_machines_are_asked()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        using var clients = Clients(server, "token: t0ken", authority: null);
        (await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(clients.For(FakeCluster.Integration)))).Message
            .ShouldContain("no authority that this machine trusts has signed it");
    }

    [Fact]
    public async Task An_expired_certificate_and_one_for_another_name_are_refused_in_words()
    {
        await using var expired = await TlsCluster.StartAsync(_authority, _authority.Server(expired: true));
        using var toExpired = Clients(expired, "token: t0ken");
        (await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(toExpired.For(FakeCluster.Integration)))).Message.ShouldContain("is valid only from");

        await using var other = await TlsCluster.StartAsync(_authority, _authority.Server("cluster.internal"));
        using var toOther = Clients(other, "token: t0ken");
        (await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(toOther.For(FakeCluster.Integration)))).Message
            .ShouldContain("it is not for 127.0.0.1 (it is for cluster.internal)");

        using var named = Clients(other, "token: t0ken", "tls-server-name: cluster.internal");
        (await TlsCluster.WhoAsync(named.For(FakeCluster.Integration))).ShouldBe("t0ken");
    }

    [Fact]
    public async Task An_authority_that_was_renewed_is_believed_without_a_restart()
    {
        using var next = new TestAuthority("next-ca");
        await using var server = await TlsCluster.StartAsync(_authority);
        Write("ca.pem", next.Pem);
        using var clients = Clients(server, "token: t0ken", "certificate-authority: ca.pem", authority: null);
        await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(clients.For(FakeCluster.Integration)));

        Write("ca.pem", _authority.Pem);
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("t0ken");
    }

    [Fact]
    public async Task A_context_that_is_switched_in_the_file_leads_to_the_other_cluster()
    {
        await using var one = await TlsCluster.StartAsync(_authority);
        await using var two = await TlsCluster.StartAsync(_authority);
        using var clients = Clients(one, "token: one");
        var first = clients.For(FakeCluster.Integration);
        (await TlsCluster.WhoAsync(first)).ShouldBe("one");
        clients.For(FakeCluster.Integration).ShouldBeSameAs(first);

        Kubeconfig(two, "token: number-two", "");
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("number-two");
        two.Protocols.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_first_of_several_files_counts_and_each_finds_its_own_paths()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Path, "second")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), "from-second", TestContext.Current.CancellationToken);
        Write("first.yaml", "contexts: [{name: integration, context: {cluster: one, user: me}}]\nusers: [{name: other, user: {token: no}}]");
        Write("second/config", $$"""
            clusters: [{name: one, cluster: {server: "https://{{server.Host}}", certificate-authority-data: {{Base64(_authority.Pem)}} } }]
            users: [{name: me, user: {tokenFile: token} }]
            contexts: [{name: integration, context: {cluster: nowhere} }]
            """);
        string[] paths = [Path.Combine(_directory.Path, "first.yaml"), Path.Combine(_directory.Path, "missing"), Path.Combine(folder, "config")];
        using var clients = new ClusterClients(
            Options.Create(new ClustersOptions { Kubeconfig = string.Join(Path.PathSeparator, paths) }), _clock, NullLogger<ClusterClients>.Instance);

        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("from-second");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_proxy_leads_to_the_cluster(string scheme)
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        await using var proxy = new TestProxy();
        using var clients = Clients(server, "token: t0ken", $"proxy-url: {scheme}://127.0.0.1:{proxy.Port}");

        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("t0ken");
        proxy.Targets.ShouldBe([server.Host]);
    }

    [Fact]
    public async Task A_proxy_that_is_away_is_said()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        int port;
        await using (var proxy = new TestProxy())
        {
            port = proxy.Port;
        }

        using var clients = Clients(server, "token: t0ken", $"proxy-url: http://127.0.0.1:{port}");
        (await Should.ThrowAsync<OutsideException>(() => TlsCluster.WhoAsync(clients.For(FakeCluster.Integration)))).Message.ShouldContain("Connection refused");
    }

    [Fact]
    public async Task In_a_pod_the_service_account_is_used_and_its_renewed_token_read()
    {
        await using var server = await TlsCluster.StartAsync(_authority);
        Write("token", "pod-one");
        Write("ca.crt", _authority.Pem);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
            ["KUBERNETES_SERVICE_PORT"] = $"{server.Address.Port}",
        };
        var options = new ClustersOptions();
        options.Environments["integration"] = new ClusterOptions { InCluster = true };
        new ClustersOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        using var clients = new ClusterClients(
            Options.Create(options), _clock, NullLogger<ClusterClients>.Instance, inCluster: new InClusterConfig(variables.GetValueOrDefault, _directory.Path));

        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("pod-one");
        Write("token", "pod-two");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TlsCluster.WhoAsync(clients.For(FakeCluster.Integration))).ShouldBe("pod-two");

        variables.Clear();
        Should.Throw<OutsideException>(() => clients.For(FakeCluster.Integration)).Message.ShouldContain("Release does not run in a pod");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    private ClusterClients Clients(TlsCluster server, string user, string cluster = "", string? authority = "own")
    {
        Kubeconfig(server, user, cluster, authority);
        return new ClusterClients(
            Options.Create(new ClustersOptions { Kubeconfig = Path.Combine(_directory.Path, "config") }), _clock, NullLogger<ClusterClients>.Instance);
    }

    private void Kubeconfig(TlsCluster server, string user, string cluster, string? authority = "own") => Write("config", $$"""
        current-context: integration
        clusters:
        - name: one
          cluster:
            server: https://{{server.Host}}
            {{(authority is null ? "" : $"certificate-authority-data: {Base64(_authority.Pem)}")}}
            {{cluster}}
        users:
        - name: me
          user:
            {{user}}
        contexts:
        - name: integration
          context: {cluster: one, user: me}
        """);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory.Path, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(_directory.Path, name));

    private int Runs() => File.ReadAllLines(Path.Combine(_directory.Path, "runs")).Length;

    private void Script(string name, string body)
    {
        Write(name, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_directory.Path, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
