using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Support;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Integration.Kubernetes;

public sealed class ClusterClientsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ClusterClients _clients;

    public ClusterClientsTests() => _clients = new ClusterClients(
        Options.Create(new ClustersOptions { Kubeconfig = Kubeconfig }), TimeProvider.System, NullLogger<ClusterClients>.Instance);

    private string Kubeconfig => Path.Combine(_directory.Path, "kubeconfig");

    [Fact]
    public void A_kubeconfig_that_comes_later_or_changes_counts_at_once()
    {
        var missing = Should.Throw<OutsideException>(() => _clients.For(FakeCluster.Integration));
        missing.Kind.ShouldBe(FailureKind.NotFound);
        missing.Message.ShouldContain("does not exist");

        Write("https://one.test");
        var first = _clients.For(FakeCluster.Integration);
        _clients.For(FakeCluster.Integration).ShouldBeSameAs(first);

        Write("https://another.test");
        _clients.For(FakeCluster.Integration).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void What_cannot_be_used_is_said_without_the_token()
    {
        Write("https://one.test", user: "auth-provider: {name: t0ken}");
        var exception = Should.Throw<OutsideException>(() => _clients.For(FakeCluster.Integration));
        exception.Message.ShouldContain("'auth-provider', which is not supported");
        exception.ToString().ShouldNotContain("t0ken");
    }

    [Fact]
    public async Task A_token_file_is_read_again_when_its_minute_is_over_or_the_cluster_refuses_it()
    {
        var clock = new FakeTimeProvider();
        var path = Path.Combine(_directory.Path, "token");
        using var credential = ClusterCredential.Of(new KubeconfigContext("c", new Uri("https://c.test")) { TokenFile = path }, clock);
        await Should.ThrowAsync<KubeconfigException>(async () => await credential.GetAsync(TestContext.Current.CancellationToken));

        await AssertAsync("one", "one");
        await AssertAsync("two", "one");
        clock.Advance(TimeSpan.FromMinutes(1));
        await AssertAsync("two", "two");
        credential.Rejected(await credential.GetAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        await AssertAsync("three", "three");

        async Task AssertAsync(string inFile, string sent)
        {
            await File.WriteAllTextAsync(path, inFile + "\n", TestContext.Current.CancellationToken);
            (await credential.GetAsync(TestContext.Current.CancellationToken)).Token.ShouldBe(sent);
        }
    }

    [Fact]
    public async Task Only_a_cluster_whose_certificate_its_authority_signed_is_believed()
    {
        using var authority = Certificate("CN=cluster authority", null);
        using var other = Certificate("CN=another authority", null);
        using var server = Certificate("CN=127.0.0.1", authority);
        await using var cluster = await StartAsync(server);

        Write(cluster.Urls.First(), authority.ExportCertificatePem());
        var found = await _clients.For(FakeCluster.Integration).GetAsync(ResourceKinds.Pods, "apps", "x", TestContext.Current.CancellationToken);
        found!.Metadata.Name.ShouldBe("Bearer t0ken");

        Write(cluster.Urls.First(), other.ExportCertificatePem());
        var exception = await Should.ThrowAsync<OutsideException>(
            () => _clients.For(FakeCluster.Integration).GetAsync(ResourceKinds.Pods, "apps", "x", TestContext.Current.CancellationToken));
        exception.Kind.ShouldBe(FailureKind.Permission);
        exception.Message.ShouldContain("certificate");

        Write(cluster.Urls.First());
        await Should.ThrowAsync<OutsideException>(
            () => _clients.For(FakeCluster.Integration).GetAsync(ResourceKinds.Pods, "apps", "x", TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _clients.Dispose();
        _directory.Dispose();
    }

    private static async Task<WebApplication> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate })));
        var cluster = builder.Build();
        cluster.Run(context => context.Response.WriteAsync($$$"""{"metadata":{"name":"{{{context.Request.Headers.Authorization}}}"}}"""));
        await cluster.StartAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    private static X509Certificate2 Certificate(string subject, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        }

        using var signed = request.Create(issuer, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private void Write(string server, string? authority = null, string user = "token: t0ken")
    {
        var data = authority is null ? "" : $"\n    certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authority))}";
        File.WriteAllText(Kubeconfig, $"""
            clusters:
            - name: one
              cluster:
                server: {server}{data.Replace("\n", "\n    ", StringComparison.Ordinal)}
            users:
            - name: me
              user:
                {user}
            contexts:
            - name: integration
              context: {"{cluster: one, user: me}"}
            """.Replace("        certificate-authority-data", "    certificate-authority-data", StringComparison.Ordinal));
    }
}
