using System.Text;
using Microsoft.AspNetCore.Http;
using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Integrations.Registry;

namespace Release.Tests.Integration.Registry;

public sealed class OciImageRegistryTests
{
    private const string Secret = "p4ss-w0rd";

    [Fact]
    public async Task It_asks_for_the_manifest_in_lower_case_and_takes_every_kind()
    {
        await using var wire = await RegistryDouble.StartAsync(200);
        var registry = Lookups.Registry(wire.Address);

        (await registry.HasAsync("v1")).ShouldBeTrue();

        var asked = wire.Questions.ShouldHaveSingleItem();
        (asked.Method, asked.Path, asked.Authorization).ShouldBe(("HEAD", "/v2/example/publisher/manifests/v1", ""));
        foreach (var kind in new[] { "oci.image.index.v1+json", "oci.image.manifest.v1+json", "docker.distribution.manifest.list.v2+json", "docker.distribution.manifest.v2+json" })
        {
            asked.Accept.ShouldContain($"application/vnd.{kind}");
        }

        registry.NameOf(Lookups.Publisher, ImageTag.Parse("v1")).ShouldBe($"{wire.Address.Authority}/example/publisher:v1");
    }

    [Fact]
    public async Task A_yes_is_kept_and_a_no_is_asked_again()
    {
        await using var wire = await RegistryDouble.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.EndsWith("v1", StringComparison.Ordinal) ? 200 : 404;
            return Task.CompletedTask;
        });
        var registry = Lookups.Registry(wire.Address);

        foreach (var tag in new[] { "v1", "v1", "v2", "v2" })
        {
            (await registry.HasAsync(tag)).ShouldBe(tag == "v1");
        }

        wire.Questions.Count(question => question.Path.EndsWith("v1", StringComparison.Ordinal)).ShouldBe(1);
        wire.Questions.Count(question => question.Path.EndsWith("v2", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(401, FailureKind.Permission)]
    [InlineData(403, FailureKind.Permission)]
    [InlineData(400, FailureKind.Application)]
    [InlineData(405, FailureKind.Application)]
    [InlineData(429, FailureKind.Network)]
    [InlineData(500, FailureKind.Network)]
    [InlineData(502, FailureKind.Network)]
    [InlineData(503, FailureKind.Network)]
    [InlineData(504, FailureKind.Timeout)]
    public async Task Neither_yes_nor_no_is_said_in_words(int status, FailureKind kind)
    {
        await using var wire = await RegistryDouble.StartAsync(status);
        var registry = Lookups.Registry(wire.Address);

        var trouble = await Should.ThrowAsync<OutsideException>(() => registry.HasAsync("v1"));

        trouble.Kind.ShouldBe(kind);
        trouble.Message.ShouldStartWith("The registry");
    }

    [Fact]
    public async Task Silence_is_a_time_out()
    {
        var clock = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var wire = await RegistryDouble.StartAsync(async context =>
        {
            asked.TrySetResult();
            var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = context.RequestAborted.Register(() => aborted.TrySetResult());
            await aborted.Task;
        });
        var registry = Lookups.Registry(wire.Address, clock);

        var answer = registry.HasAsync("v1");
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<OutsideException>(() => answer)).Kind.ShouldBe(FailureKind.Timeout);
    }

    [Fact]
    public async Task Nobody_there_is_a_network_failure()
    {
        Uri gone;
        await using (var wire = await RegistryDouble.StartAsync(200))
        {
            gone = wire.Address;
        }

        (await Should.ThrowAsync<OutsideException>(() => Lookups.Registry(gone).HasAsync("v1"))).Kind.ShouldBe(FailureKind.Network);
    }

    [Fact]
    public async Task A_token_is_asked_for_as_the_challenge_says_and_kept_until_its_end()
    {
        var clock = new FakeTimeProvider();
        var given = 0;
        await using var tokens = await RegistryDouble.StartAsync(context => context.Response.WriteAsync($$"""{"token":"token-{{++given}}","expires_in":100}"""));
        await using var wire = await Guarded(tokens.Address, "token-");
        var registry = Lookups.Registry(wire.Address, clock, options => (options.Username, options.Password) = ("release", Secret));

        await registry.HasAsync("v1");
        await registry.HasAsync("v2");
        tokens.Questions.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(95));
        await registry.HasAsync("v3");

        tokens.Questions.Count.ShouldBe(2);
        var (path, authorization) = (tokens.Questions[0].Path, tokens.Questions[0].Authorization);
        path.ShouldBe("/token?account=x&scope=repository%3Aexample%2Fpublisher%3Apull&service=a%20%22quoted%22%2C%20service");
        Encoding.UTF8.GetString(Convert.FromBase64String(authorization["Basic ".Length..])).ShouldBe($"release:{Secret}");
        wire.Questions.ShouldAllBe(question => !question.Authorization.StartsWith("Basic"), "the password is the token server's alone");
    }

    [Fact]
    public async Task A_token_that_no_longer_counts_is_replaced_once()
    {
        var given = 0;
        await using var tokens = await RegistryDouble.StartAsync(context => context.Response.WriteAsync($$"""{"access_token":"token-{{++given}}"}"""));
        await using var wire = await Guarded(tokens.Address, "token-", context => given < 2 && context.Request.Path.Value!.EndsWith("v2", StringComparison.Ordinal));
        var registry = Lookups.Registry(wire.Address);

        (await registry.HasAsync("v1")).ShouldBeTrue();
        (await registry.HasAsync("v2")).ShouldBeTrue();
        given.ShouldBe(2);
    }

    [Theory]
    [InlineData("Bearer", "no address")]
    [InlineData("Bearer realm=\"ftp://127.0.0.1/token\"", "no web address")]
    [InlineData("Bearer realm=\"http://tokens.example/token\"", "readable on the way")]
    [InlineData("Bearer realm=\"http://name:word@127.0.0.1/token\"", "with a password in it")]
    [InlineData("Bearer realm=\"https://", "cut off")]
    [InlineData("Negotiate", "another scheme")]
    public async Task A_challenge_that_cannot_be_answered_safely_is_a_refusal(string challenge, string why)
    {
        await using var wire = await RegistryDouble.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = challenge;
            return Task.CompletedTask;
        });
        var registry = Lookups.Registry(wire.Address, with: options => (options.Username, options.Password) = ("release", Secret));

        var refused = await Should.ThrowAsync<OutsideException>(() => registry.HasAsync("v1"), why);

        refused.Kind.ShouldBe(FailureKind.Permission);
        refused.Message.ShouldNotContain(Secret);
        wire.Questions.ShouldAllBe(question => question.Authorization.Length == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"two words"}""")]
    [InlineData("""{"token":5}""")]
    public async Task What_is_no_token_is_told(string body)
    {
        await using var tokens = await RegistryDouble.StartAsync(context => context.Response.WriteAsync(body));
        await using var wire = await Guarded(tokens.Address, "token-");

        var trouble = await Should.ThrowAsync<OutsideException>(() => Lookups.Registry(wire.Address).HasAsync("v1"));

        trouble.Message.ShouldContain("did not answer with a token");
    }

    [Fact]
    public async Task A_redirect_is_followed_without_any_authorisation()
    {
        await using var elsewhere = await RegistryDouble.StartAsync(200);
        await using var wire = await RegistryDouble.StartAsync(context =>
        {
            var isIn = context.Request.Headers.Authorization.Count > 0;
            context.Response.StatusCode = isIn ? 307 : 401;
            context.Response.Headers[isIn ? "Location" : "WWW-Authenticate"] = isIn ? new Uri(elsewhere.Address, "/blob").ToString() : "Basic realm=\"r\"";
            return Task.CompletedTask;
        });
        var registry = Lookups.Registry(wire.Address, with: options => (options.Username, options.Password) = ("release", Secret));

        (await registry.HasAsync("v1")).ShouldBeTrue();

        elsewhere.Questions.ShouldHaveSingleItem().Authorization.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirects_without_end_are_no_answer()
    {
        await using var wire = await RegistryDouble.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/v2/again";
            return Task.CompletedTask;
        });

        (await Should.ThrowAsync<OutsideException>(() => Lookups.Registry(wire.Address).HasAsync("v1"))).Kind.ShouldBe(FailureKind.Application);
        wire.Questions.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_name_that_no_registry_can_have_is_not_asked_for()
    {
        await using var wire = await RegistryDouble.StartAsync(200);

        (await Lookups.Registry(wire.Address).HasAsync("v1", SourceRepository.Parse("example/odd_.name"))).ShouldBeFalse();

        wire.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_address_images_are_taken_to_exist() =>
        (await new Release.Integrations.Registry.NoImageRegistry(new RegistryOptions()).HasAsync("v1")).ShouldBeTrue();

    [Theory]
    [InlineData("ftp://ghcr.io", "", "", "{owner}/{repository}", "Address")]
    [InlineData("ghcr.io", "", "", "{owner}/{repository}", "Address")]
    [InlineData("https://me:secret@ghcr.io", "", "", "{owner}/{repository}", "Address")]
    [InlineData("http://registry.example", "me", "secret", "{owner}/{repository}", "https")]
    [InlineData("https://ghcr.io", "me", "", "{owner}/{repository}", "Password")]
    [InlineData("https://ghcr.io", "m:e", "secret", "{owner}/{repository}", "':'")]
    [InlineData("https://ghcr.io", "", "", "{owner}/app", "ImageTemplate")]
    public void A_wrong_option_is_named(string address, string username, string password, string template, string part)
    {
        var options = new RegistryOptions { Address = address, Username = username, Password = password, ImageTemplate = template };

        var result = new RegistryOptionsValidator().Validate(null, options);

        result.FailureMessage.ShouldNotBeNull().ShouldContain(part);
        result.FailureMessage.ShouldNotContain("secret");
    }

    [Fact]
    public void A_challenge_is_read_with_quotes_commas_and_escapes()
    {
        var challenge = AuthenticationChallenge.Parse("BEARER", """ Realm="https://a/b?c=d,e", service = plain , scope="repository:a/b:pull,push",note="a \"quote\\" """.TrimEnd());

        challenge.Is("bearer").ShouldBeTrue();
        challenge["realm"].ShouldBe("https://a/b?c=d,e");
        challenge["service"].ShouldBe("plain");
        challenge["scope"].ShouldBe("repository:a/b:pull,push");
        challenge["note"].ShouldBe("a \"quote\\");
        challenge["nothing"].ShouldBeNull();
    }

    /// <summary>A registry that wants a token that begins so.</summary>
    private static Task<RegistryDouble> Guarded(Uri tokens, string begin, Func<HttpContext, bool>? refuses = null) => RegistryDouble.StartAsync(context =>
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith($"Bearer {begin}", StringComparison.Ordinal) || refuses?.Invoke(context) is true)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{tokens}token?account=x\", service=\"a \\\"quoted\\\", service\", scope=\"repository:example/publisher:pull\"";
        }

        return Task.CompletedTask;
    });
}
