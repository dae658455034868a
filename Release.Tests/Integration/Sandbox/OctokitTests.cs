using System.Diagnostics;
using Release.Tests.Support;

namespace Release.Tests.Integration.Sandbox;

/// <summary>GitHub's official JavaScript client makes every call that the product makes, against api.github.com's addresses and an Enterprise server's.</summary>
public sealed class OctokitTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/api/v3")]
    public async Task It_works_with_the_sandbox_s_github(string prefix)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder() };
        start.ArgumentList.Add("github.mjs");
        start.ArgumentList.Add(new GitHubClient(sandbox, prefix).Base);
        start.Environment["GITHUB_TOKEN"] = sandbox.World.GitHubToken;

        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        try
        {
            var (output, errors) = (node.StandardOutput.ReadToEndAsync(sandbox.Cancelled), node.StandardError.ReadToEndAsync(sandbox.Cancelled));
            await node.WaitForExitAsync(sandbox.Cancelled);
            (await output).Trim().ShouldBe("all calls answered", await errors);
            node.ExitCode.ShouldBe(0);
        }
        finally
        {
            node.Kill();
        }
    }

    /// <summary>Where <c>./build.sh test</c> installed the client.</summary>
    private static string Folder() => SourceTree.NodeFolder;
}
