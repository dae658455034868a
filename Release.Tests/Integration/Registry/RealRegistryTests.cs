using Release.Core.Failures;

namespace Release.Tests.Integration.Registry;

/// <summary>Against the distribution project's own registry.</summary>
public sealed class RealRegistryTests
{
    private const string Image = "example/publisher";
    private const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    [Theory]
    [InlineData(OciManifest)]
    [InlineData("application/vnd.oci.image.index.v1+json")]
    [InlineData("application/vnd.docker.distribution.manifest.v2+json")]
    [InlineData("application/vnd.docker.distribution.manifest.list.v2+json")]
    public async Task Without_authentication_it_tells_existing_from_missing(string mediaType)
    {
        await using var real = await RealRegistry.StartAsync();
        await real.PushAsync(Image, "v1", mediaType);
        var registry = Lookups.Registry(real.Address);

        (await registry.HasAsync("v1")).ShouldBeTrue();
        (await registry.HasAsync("v2")).ShouldBeFalse();
        (await registry.HasAsync("v1", Release.Core.Sources.SourceRepository.Parse("example/nothing"))).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_missing_is_found_once_it_is_pushed()
    {
        await using var real = await RealRegistry.StartAsync();
        var registry = Lookups.Registry(real.Address);
        (await registry.HasAsync("v1")).ShouldBeFalse();

        await real.PushAsync(Image, "v1", OciManifest);

        (await registry.HasAsync("v1")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_token_authentication_it_tells_existing_from_missing(bool rsa)
    {
        await using var tokens = await TokenServer.StartAsync(rsa);
        await using var real = await RealRegistry.StartAsync(tokens.Authentication);
        await real.PushAsync(Image, "v1", OciManifest, tokens.PushToken(Image));
        var registry = Lookups.Registry(real.Address, with: options => (options.Username, options.Password) = (TokenServer.Username, TokenServer.Password));

        (await registry.HasAsync("v1")).ShouldBeTrue();
        (await registry.HasAsync("v2")).ShouldBeFalse();
        (await registry.HasAsync("v3")).ShouldBeFalse();

        tokens.Wire.Questions.Count.ShouldBe(1, "the token is kept");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(TokenServer.Username, "wrong")]
    public async Task Without_the_right_account_it_says_what_to_do(string username, string password)
    {
        await using var tokens = await TokenServer.StartAsync(rsa: false);
        await using var real = await RealRegistry.StartAsync(tokens.Authentication);
        var registry = Lookups.Registry(real.Address, with: options => (options.Username, options.Password) = (username, password));

        var refused = await Should.ThrowAsync<OutsideException>(() => registry.HasAsync("v1"));

        refused.Kind.ShouldBe(FailureKind.Permission);
        refused.Message.ShouldContain("Release:Registry:Username");
    }

    [Fact]
    public async Task Basic_authentication_is_answered_too()
    {
        // The registry takes bcrypt only; the line is "release:pull-secret" made by htpasswd -B.
        using var folder = new Support.TemporaryDirectory();
        var accounts = Path.Combine(folder.Path, "accounts");
        await File.WriteAllTextAsync(accounts, BcryptLine, TestContext.Current.CancellationToken);
        await using var real = await RealRegistry.StartAsync($$"""auth: { htpasswd: { realm: tests, path: "{{accounts}}" } }""");
        var basic = new System.Net.Http.Headers.AuthenticationHeaderValue("Basic", Convert.ToBase64String("release:pull-secret"u8.ToArray()));
        await real.PushAsync(Image, "v1", OciManifest, basic);
        var registry = Lookups.Registry(real.Address, with: options => (options.Username, options.Password) = ("release", "pull-secret"));

        (await registry.HasAsync("v1")).ShouldBeTrue();
        (await registry.HasAsync("v2")).ShouldBeFalse();
    }

    private const string BcryptLine = "release:$2y$05$.KOB0ZCZb67s4pOuJ6Kciex/J6gg0KjFKb.l2pI8mNqWphFcYQ62W";
}
