using Microsoft.Extensions.Configuration;
using Release.Sandbox;
using Release.Sandbox.Hosting;
using Release.Tests.Integration.Endpoints;
using Release.Tests.Support;

namespace Release.Tests.Integration.Sandbox;

/// <summary>What the sandbox reads of the configuration that it shares with Release.</summary>
public sealed class SandboxSettingsTests
{
    [Theory]
    [InlineData("Release:Sandbox:RolloutSeconds", "soon")]
    [InlineData("Release:Sandbox:RolloutSeconds", "-1")]
    [InlineData("Release:Sandbox:SmokeTestSeconds", "NaN")]
    [InlineData("Release:Sandbox:BuildSeconds", "86401")]
    [InlineData("Release:Sandbox:SeedDirectory", "/does/not/exist")]
    [InlineData("Release:Sandbox:AllowRemote", "perhaps")]
    [InlineData("Release:Sandbox:ControlUrl", "5001")]
    [InlineData("Release:Sandbox:ControlUrl", "http://sandbox.example:5001")]
    [InlineData("Release:Sandbox:AllowRemote", "http://0.0.0.0:5001", "Release:Sandbox:ControlUrl")]
    [InlineData("Release:Environments", "../etc", "Release:Environments:3:Name")]
    [InlineData("Release:Environments", "staging", "Release:Environments:3:Name")]
    public void What_cannot_be_right_is_refused_and_names_the_option(string named, string value, string? key = null)
    {
        var refusal = Should.Throw<SandboxRefusedException>(() => Read((key ?? named, value)));

        refusal.Message.ShouldContain(named);
        refusal.Message.ShouldContain(value);
    }

    [Fact]
    public void Without_options_everything_has_the_documented_default()
    {
        var settings = Read();

        var options = settings.Options;
        options.Directory.ShouldEndWith(Path.Combine("release", "sandbox"));
        options.Environments.ShouldBe(["integration", "staging", "production"]);
        options.WithoutArgoCd.ShouldBeEmpty();
        (options.RolloutSeconds, options.SmokeTestSeconds, options.BuildSeconds, options.ProgressDeadlineSeconds).ShouldBe((8, 4, 6, 30));
        (settings.IsLive, settings.AllowRemote, settings.ControlUrl, settings.ApiToken).ShouldBe((false, false, null, null));
    }

    [Fact]
    public void Environments_are_read_as_Release_reads_them()
    {
        var options = Read(("Release:Environments:0:Name", ""), ("Release:Environments:1:Engine", "Kubernetes"), ("Release:Environments:3:Name", "test")).Options;

        options.Environments.ShouldBe(["staging", "production", "test"]);
        options.WithoutArgoCd.ShouldBe(["staging"]);
    }

    [Fact]
    public async Task A_folder_that_another_sandbox_keeps_is_refused_after_ten_seconds_and_one_that_it_gives_back_is_taken()
    {
        using var directory = new TemporaryDirectory();
        var clock = new FakeTimeProvider();
        using var first = await SandboxLock.TakeAsync(directory.Path, clock, TestContext.Current.CancellationToken);

        var waiting = SandboxLock.TakeAsync(directory.Path, clock, TestContext.Current.CancellationToken);
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }

        var refusal = await Should.ThrowAsync<SandboxRefusedException>(() => waiting);
        refusal.Message.ShouldStartWith($"Another sandbox works on {directory.Path}.");

        var next = SandboxLock.TakeAsync(directory.Path, TimeProvider.System, TestContext.Current.CancellationToken);
        next.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await next).Dispose();
    }

    private static SandboxSettings Read(params (string Key, string Value)[] settings) => SandboxSettings.Read(
        new ConfigurationBuilder().AddJsonFileForTests().AddInMemoryForTests(settings).Build());
}
