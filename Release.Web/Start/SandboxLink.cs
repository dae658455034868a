using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Release.Data;

namespace Release.Web.Start;

/// <summary>
/// The sandbox beside Release, a program of its own: what it says of the systems that it imitates, and how it is spoken to.
/// Its address stands in <c>endpoints.json</c> of its folder, its token in <c>control-token</c> beside it.
/// </summary>
internal sealed record SandboxLink(SandboxAnswer Says, string Token)
{
    /// <summary>Set by <c>build.sh</c>: the sandbox that it started, so that one of an earlier run is not taken for it.</summary>
    private const string ProcessKey = "RELEASE_SANDBOX_PROCESS";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>For a sandbox that somebody started apart, and for one that is known to be starting.</summary>
    private static readonly (TimeSpan Apart, TimeSpan Starting) Limits = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));

    /// <summary>Base address of its page and control API.</summary>
    public Uri Control => Says.Control;

    /// <summary>A client that speaks to its control API; past any proxy, because it is on this machine.</summary>
    public static HttpClient Client(Uri control, string token) => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = control,
        Timeout = AnswerLimit,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Waits for the sandbox of this data directory.</summary>
    /// <exception cref="StartupRefusedException">There is none, or it ended.</exception>
    public static async Task<SandboxLink> FindAsync(string dataDirectory, IConfiguration configuration, TimeProvider clock, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(dataDirectory, "sandbox");
        int? process = int.TryParse(configuration[ProcessKey], out var id) ? id : null;
        var limit = process is null ? Limits.Apart : Limits.Starting;
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < limit;)
        {
            if (await AskAsync(directory, cancellationToken) is { } found && (process is null || process == found.Says.ProcessId))
            {
                return found;
            }

            if (process is { } started && HasEnded(started))
            {
                throw new StartupRefusedException("The sandbox, which ./build.sh run starts with Release, has ended; its last lines above say why. Correct that and start again.");
            }

            await Task.Delay(LookAgain, clock, cancellationToken);
        }

        throw new StartupRefusedException(
            $"Release:Mode is Sandbox, but no sandbox answers for {directory}. Start Release with ./build.sh run, which starts the sandbox beside it; "
            + "or start Release.Sandbox with the same Release:DataDirectory; or set Release:Mode to Live.");
    }

    /// <summary>Null unless the sandbox of this folder answers: the file may be a former run's, and its port somebody else's by now.</summary>
    public static async Task<SandboxLink?> AskAsync(string directory, CancellationToken cancellationToken)
    {
        try
        {
            var endpoints = await ReadAsync(Path.Combine(directory, "endpoints.json"), cancellationToken);
            var token = (await ReadAsync(Path.Combine(directory, "control-token"), cancellationToken))?.Trim();
            if (endpoints is null || token is null || JsonSerializer.Deserialize<SandboxEndpoints>(endpoints, JsonSerializerOptions.Web)?.Control is not { IsLoopback: true } control)
            {
                return null;
            }

            using var client = Client(control, token);
            using var response = await client.GetAsync(new Uri("api/sandbox/connection", UriKind.Relative), cancellationToken);
            var says = response.StatusCode is HttpStatusCode.OK
                ? await response.Content.ReadFromJsonAsync<SandboxAnswer>(JsonSerializerOptions.Web, cancellationToken)
                : null;
            return says is { Control: not null, GitHub: not null, Registry: not null, SlackWebhook: not null, Services: not null } && says.Directory == directory
                ? new SandboxLink(says, token)
                : null;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or JsonException or InvalidOperationException or NotSupportedException || (nobody is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Null where there is no such file (any more).</summary>
    private static async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Of a child, which a process that a shell started before it became Release is.</summary>
    private static bool HasEnded(int child) => !OperatingSystem.IsWindows() && Wait(child, out _, NoHang) == child;

    private const int NoHang = 1;

    [DllImport("libc", EntryPoint = "waitpid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait(int process, out int status, int options);

    private sealed record SandboxEndpoints(Uri? Control);
}

/// <summary>What the sandbox answers to who asks how to connect (<c>GET /api/sandbox/connection</c>).</summary>
internal sealed record SandboxAnswer(
    string Directory, int ProcessId, Uri Control, string ConfigRepositoryUrl, string ConfigRepository, string Kubeconfig, Uri Registry, Uri SlackWebhook,
    SandboxGitHub GitHub, IReadOnlyDictionary<string, Uri> Services, string SmokeTestImage, string SmokeTestTemplate);

/// <param name="Teams">Slugs of teams, and the role that each is there for.</param>
internal sealed record SandboxGitHub(
    Uri Address, string Organisation, string Token, string WebhookSecret, string ClientId, string ClientSecret, IReadOnlyDictionary<string, string> Teams);
