using System.Diagnostics;
using System.Text.Json;
using Release.Tests.Support;

namespace Release.Tests.Integration.GitHub;

/// <summary>
/// GitHub as its own OpenAPI description and GraphQL schema say it is, in Node: see <c>Release.Tests/Node/GitHub/mock.mjs</c>.
/// It ends with this process, because its input does.
/// </summary>
public sealed class MockGitHub : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private Process? _node;

    /// <summary>REST and GraphQL.</summary>
    internal string Rest { get; private set; } = "";

    internal string GraphQl { get; private set; } = "";

    /// <summary>Every answer that the description knows of the operations served.</summary>
    internal IReadOnlyList<Answer> Answers { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.Exists(Path.Combine(Folder(), "node_modules")).ShouldBeTrue($"./build.sh test installs it, or: npm ci in {Folder()}");
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder() };
        start.ArgumentList.Add("mock.mjs");
        start.ArgumentList.Add(JsonSerializer.Serialize(GitHubCalls.Declared.Select(route => $"{route.Method} {route.Template}")));
        _node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        using var limit = new CancellationTokenSource(s_limit, TimeProvider.System);
        var line = await _node.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await _node.StandardError.ReadToEndAsync(limit.Token));
        var said = JsonSerializer.Deserialize<Said>(line, JsonSerializerOptions.Web)!;
        (Rest, GraphQl, Answers) = (said.Rest, said.Graphql, said.Answers);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            _node.StandardInput.Close();
            using var limit = new CancellationTokenSource(s_limit, TimeProvider.System);
            await _node.WaitForExitAsync(limit.Token);
            _node.Dispose();
        }
    }

    private static string Folder() => Path.Combine(SourceTree.NodeFolder, "GitHub");

    /// <param name="Route">As the description writes it: <c>GET /orgs/{org}</c>.</param>
    /// <param name="Example">The name of one of its examples; null where there is none and the mock makes one up.</param>
    internal sealed record Answer(string Route, int Status, string? Example);

    private sealed record Said(string Rest, string Graphql, IReadOnlyList<Answer> Answers);
}
