using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Release.Data;
using Release.Tests.Support;
using Release.Web.Start;

namespace Release.Tests.Integration.Start;

/// <summary>Two programs that belong together: how they find each other, and how one ends with the other.</summary>
public sealed class SandboxProgramTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const int CloseOnExec = 0x80000; // 02000000 in octal.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_Release_is_killed_the_sandbox_on_its_pipe_ends_and_a_start_at_once_finds_its_own()
    {
        using var directory = new TemporaryDirectory();
        await using var release = await ReleaseProcess.StartAsync(directory.Path);
        using var sandbox = Process.GetProcessById(await SandboxOfAsync(directory.Path));

        await release.KillAsync();
        await using var next = await ReleaseProcess.StartAsync(directory.Path);

        await sandbox.WaitForExitAsync(Cancel).WaitAsync(Limit, Cancel);
        using var ready = await next.Machine.GetAsync("/healthcheck/ready", Cancel);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SandboxOfAsync(directory.Path)).ShouldNotBe(sandbox.Id);
    }

    [Fact]
    public async Task Build_sh_run_ends_within_ten_seconds_of_SIGTERM_with_Releases_exit_code_and_the_sandbox_too()
    {
        using var directory = new TemporaryDirectory();
        await using var release = await ReleaseProcess.StartCommandAsync([BuildScript(), "run"], directory.Path);
        using var sandbox = Process.GetProcessById(await SandboxOfAsync(directory.Path));
        (await FlagsOfPipeAsync(release.Id) & CloseOnExec).ShouldBe(CloseOnExec, "git, which may outlive Release, does not get the pipe");

        var exitCode = await release.StopAsync().WaitAsync(Limit, Cancel);
        await sandbox.WaitForExitAsync(Cancel).WaitAsync(Limit, Cancel);

        exitCode.ShouldBe(0, release.Output);
    }

    [Theory]
    [InlineData("Release did not start. Release:Environments has 'staging' twice", "Release:Environments:3:Name=staging")]
    [InlineData("Release did not start. Release:Mode is Live, but no sign-in is set up", "Release:Mode=Live")]
    [InlineData("The sandbox did not start. Release:Sandbox:RolloutSeconds is soon", "Release:Sandbox:RolloutSeconds=soon")]
    public async Task Build_sh_run_that_cannot_start_ends_with_1_and_says_why(string says, string setting)
    {
        using var directory = new TemporaryDirectory();

        var failed = await ReleaseProcess.FailCommandAsync([BuildScript(), "run"], directory.Path, setting);

        failed.ExitCode.ShouldBe(1);
        failed.Error.ShouldContain(says);
    }

    [Fact]
    public async Task Of_two_runs_on_one_data_directory_the_second_says_one_sentence()
    {
        using var directory = new TemporaryDirectory();
        await using var first = await ReleaseProcess.StartAsync(directory.Path);

        var second = await ReleaseProcess.FailBesideSandboxAsync(directory.Path);

        second.ShouldSay($"Another Release uses the data directory {directory.Path}.", "Stop it");
        using var ready = await first.Machine.GetAsync("/healthcheck/ready", Cancel);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_sandbox_sandbox_mode_is_refused_with_the_remedy()
    {
        using var directory = new TemporaryDirectory();

        var start = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path);

        start.ShouldSay($"Release:Mode is Sandbox, but no sandbox answers for {Path.Combine(directory.Path, "sandbox")}.", "Start Release with ./build.sh run");
    }

    [Fact]
    public async Task A_sandbox_of_another_directory_is_not_taken_for_ones_own()
    {
        using var directory = new TemporaryDirectory();
        using var another = new TemporaryDirectory();
        await using var sandbox = await TestSandbox.StartAsync(another.Path);
        Directory.CreateDirectory(Path.Combine(directory.Path, "sandbox"));
        foreach (var file in (string[])["endpoints.json", "control-token"])
        {
            File.Copy(Path.Combine(another.Path, "sandbox", file), Path.Combine(directory.Path, "sandbox", file));
        }

        (await FindAsync(another.Path)).Control.ShouldBe(sandbox.Control.BaseAddress);
        await Should.ThrowAsync<StartupRefusedException>(() => FindAsync(directory.Path));
    }

    [Fact]
    public async Task A_former_runs_addresses_are_taken_away_by_the_next_start_which_listens_there_again()
    {
        using var directory = new TemporaryDirectory();
        var endpoints = Path.Combine(directory.Path, "sandbox", "endpoints.json");
        await using (await TestSandbox.StartAsync(directory.Path))
        {
        }

        var before = await File.ReadAllTextAsync(endpoints, Cancel);
        await Should.ThrowAsync<StartupRefusedException>(() => FindAsync(directory.Path));

        await using var sandbox = await TestSandbox.StartAsync(directory.Path);
        (await File.ReadAllTextAsync(endpoints, Cancel)).ShouldBe(before, "ports are taken again");
        (await FindAsync(directory.Path)).Control.ShouldBe(sandbox.Control.BaseAddress);
    }

    [Fact]
    public async Task On_a_pipe_the_sandbox_does_not_mind_CtrlC()
    {
        using var directory = new TemporaryDirectory();
        await using var sandbox = await SandboxProcess.StartAsync(directory.Path);

        await ReleaseProcess.SignalAsync("INT", await SandboxOfAsync(directory.Path));

        using var answer = await sandbox.Control.GetAsync("api/sandbox/clusters", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task In_live_mode_the_sandbox_ends_at_once_and_writes_nothing()
    {
        using var directory = new TemporaryDirectory();

        var ended = await SandboxProcess.EndAsync(directory.Path, "Release:Mode=Live");

        (ended.ExitCode, ended.Error.Trim()).ShouldBe((0, ""));
        Directory.EnumerateFileSystemEntries(directory.Path).ShouldBeEmpty();
    }

    /// <summary>Without waiting out the time limit.</summary>
    private static async Task<SandboxLink> FindAsync(string dataDirectory)
    {
        var clock = new FakeTimeProvider();
        var finding = SandboxLink.FindAsync(dataDirectory, new ConfigurationBuilder().Build(), clock, Cancel);
        while (!finding.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        return await finding;
    }

    /// <summary>The process of the sandbox that answers for a data directory.</summary>
    private static async Task<int> SandboxOfAsync(string dataDirectory)
    {
        var link = await SandboxLink.FindAsync(dataDirectory, new ConfigurationBuilder().Build(), TimeProvider.System, Cancel);
        using var client = SandboxLink.Client(link.Control, link.Token);
        return (int)JsonNode.Parse(await client.GetStringAsync(new Uri("api/sandbox/connection", UriKind.Relative), Cancel))!["processId"]!;
    }

    /// <summary>Of the pipe's end that Release holds, as Linux tells them (proc_pid_fdinfo(5)).</summary>
    private static async Task<int> FlagsOfPipeAsync(int process)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{process}/fdinfo/3", Cancel);
        return Convert.ToInt32(lines.Single(line => line.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim(), 8);
    }

    private static string BuildScript() => SourceTree.Path("build.sh");
}
