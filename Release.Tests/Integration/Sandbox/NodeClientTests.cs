using System.Diagnostics;
using Release.Tests.Support;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The official JavaScript client lists and watches (its informer) the same objects, also across a cut watch and a 410.</summary>
public sealed class NodeClientTests
{
    private const string Merge = "application/merge-patch+json";

    [Fact]
    public async Task Its_informer_sees_every_change()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { Environments = ["integration", "staging"] });
        await CreateAsync(sandbox, "first", "1");
        using var node = Start(sandbox);
        try
        {
            var seen = new List<string>();
            await ReadUntilAsync("add first=1");
            seen.ShouldContain("version 1 34");
            seen.ShouldContain(line => line.StartsWith("deployments ", StringComparison.Ordinal) && line.Contains("publisher:2", StringComparison.Ordinal));

            await CreateAsync(sandbox, "second", "1");
            await ReadUntilAsync("add second=1");
            await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/second", """{"data":{"value":"2"}}""", Merge);
            await ReadUntilAsync("update second=2");

            var faults = sandbox.World.ApiFaults("integration");
            faults.ExpireHistory();
            faults.DropWatches();
            await CreateAsync(sandbox, "last", "1");
            await ReadUntilAsync("add last=1");
            await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/last");
            await ReadUntilAsync("cache first=1 second=2");
            await node.WaitForExitAsync(sandbox.Cancelled);
            node.ExitCode.ShouldBe(0);
            seen.Count(line => line.StartsWith("add second", StringComparison.Ordinal)).ShouldBe(1, "a list again after a cut is no news");

            async Task ReadUntilAsync(string wanted)
            {
                while (await node.StandardOutput.ReadLineAsync(sandbox.Cancelled) is { } line)
                {
                    seen.Add(line);
                    if (line == wanted)
                    {
                        return;
                    }
                }

                Assert.Fail($"The client ended before \"{wanted}\": {string.Join(" | ", seen)} {await node.StandardError.ReadToEndAsync(sandbox.Cancelled)}");
            }
        }
        finally
        {
            node.Kill();
        }
    }

    private static Process Start(SandboxUnderTest sandbox)
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder(),
        };
        foreach (var argument in new[] { "informer.mjs", sandbox.World.KubeconfigPath, "apps" })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
    }

    /// <summary>Where <c>./build.sh test</c> installed the client.</summary>
    private static string Folder() => SourceTree.NodeFolder;

    private static Task CreateAsync(SandboxUnderTest sandbox, string name, string value) => sandbox.SendAsync(
        HttpMethod.Post, Paths.ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}","labels":{"seen":"by-node"}},"data":{"value":"{{{value}}}"}}""");
}
