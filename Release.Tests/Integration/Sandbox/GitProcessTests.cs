using Release.Sandbox.Git;

namespace Release.Tests.Integration.Sandbox;

/// <summary>How a git that fails is told of. An alias that runs a shell stands for a git that misbehaves.</summary>
public sealed class GitProcessTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task One_that_takes_too_long_is_ended_and_has_failed()
    {
        var running = RunAsync("sleep 600", null);

        _clock.Advance(TimeSpan.FromSeconds(61));

        (await Should.ThrowAsync<GitFailedException>(running)).Message.ShouldContain("took longer than 60 s");
    }

    [Fact]
    public async Task The_words_of_one_that_ends_before_it_has_read_everything_are_kept()
    {
        var exception = await Should.ThrowAsync<GitFailedException>(RunAsync("echo no room >&2; exit 3", new byte[4 * 1024 * 1024]));

        exception.Message.ShouldContain("ended with 3: no room");
    }

    private Task<byte[]> RunAsync(string script, byte[]? input) =>
        new GitProcess(Path.GetTempPath(), _clock).RunAsync(["-c", $"alias.misbehave=!{script}", "misbehave"], input, TestContext.Current.CancellationToken);
}
