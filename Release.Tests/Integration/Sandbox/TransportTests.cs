using System.Net;

namespace Release.Tests.Integration.Sandbox;

public sealed class TransportTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_api_server_speaks_both_versions_of_http_over_tls(string version)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var request = sandbox.Request(HttpMethod.Get, Paths.ConfigMaps);
        request.Version = Version.Parse(version);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var response = await sandbox.Http.SendAsync(request, sandbox.Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Version.ShouldBe(Version.Parse(version));
        request.RequestUri!.Scheme.ShouldBe("https");
    }

    [Fact]
    public async Task Who_does_not_know_the_authority_does_not_connect()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var stranger = new HttpClient();
        using var request = sandbox.Request(HttpMethod.Get, Paths.ConfigMaps);

        var refused = await Should.ThrowAsync<HttpRequestException>(() => stranger.SendAsync(request, sandbox.Cancelled));

        refused.HttpRequestError.ShouldBe(HttpRequestError.SecureConnectionError);
    }

    [Fact]
    public async Task A_client_certificate_says_who_asks()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var certificate = sandbox.World.IssueClientCertificate("jane", "system:masters");
        using var handler = PrivateTrust.Handler(() => sandbox.World.KubeconfigPath, certificate);
        using var client = new HttpClient(handler);
        using var request = sandbox.Request(HttpMethod.Get, Paths.ConfigMaps);
        request.Headers.Authorization = null;

        using var response = await client.SendAsync(request, sandbox.Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_certificate_of_another_authority_is_nobodys()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var other = await SandboxUnderTest.StartAsync();
        using var certificate = other.World.IssueClientCertificate("jane", "system:masters");
        using var handler = PrivateTrust.Handler(() => sandbox.World.KubeconfigPath, certificate);
        using var client = new HttpClient(handler);
        using var request = sandbox.Request(HttpMethod.Get, Paths.ConfigMaps);
        request.Headers.Authorization = null;

        using var response = await client.SendAsync(request, sandbox.Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_authority_survives_a_restart_and_its_key_is_its_owners_alone()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var before = PrivateTrust.Authority(sandbox.World.KubeconfigPath).Thumbprint;

        await sandbox.RestartAsync();

        PrivateTrust.Authority(sandbox.World.KubeconfigPath).Thumbprint.ShouldBe(before);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(sandbox.Directory, "authority.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cluster_goes_away_and_comes_back_on_the_same_port(bool hang)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var faults = sandbox.World.ApiFaults("integration");
        await sandbox.GetAsync(Paths.ConfigMaps);

        await faults.GoAwayAsync(hang);
        using (var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(hang ? 300 : 10_000)))
        using (var request = sandbox.Request(HttpMethod.Get, Paths.ConfigMaps))
        {
            var failure = await Should.ThrowAsync<Exception>(() => sandbox.Http.SendAsync(request, limit.Token));
            (failure is OperationCanceledException).ShouldBe(hang, failure.ToString());
        }

        await faults.ComeBackAsync(sandbox.Cancelled);
        (await sandbox.GetAsync(Paths.ConfigMaps))["kind"].Text().ShouldBe("ConfigMapList");
    }
}
