using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Tokens;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Web;

/// <summary>
/// git's smart HTTP protocol at <c>clone_url</c>. Fetching needs no token; pushing needs a token with write access as the password of basic authentication.
/// Source: https://git-scm.com/docs/http-protocol
/// </summary>
internal sealed partial class GitHttpRoutes : IGitHubRoutes
{
    private const string Fetch = "git-upload-pack";
    private const string Push = "git-receive-pack";
    private const int LargestFetch = 16 * 1024 * 1024;
    private const int LargestPush = 64 * 1024 * 1024;

    // As GitHub, checks the pushed objects and refuses references of pull requests. No automatic gc: it would continue after the sandbox has stopped.
    private static readonly IReadOnlyList<string> ReceivePack =
        ["-c", "receive.fsckObjects=true", "-c", "receive.hideRefs=refs/pull", "-c", "receive.autogc=false", "receive-pack", "--stateless-rpc"];

    private static readonly IReadOnlyList<string> UploadPack = ["upload-pack", "--stateless-rpc"];

    public IEnumerable<GitHubRoute> Routes => new[] { ".git", "" }.Select(suffix => $"/{SandboxGitHub.Organisation}/{{repo}}{suffix}").SelectMany(Paths);

    private static IEnumerable<GitHubRoute> Paths(string repository) =>
    [
        new("GET", $"{repository}/info/refs", AdvertiseAsync) { Web = true },
        new("POST", $"{repository}/{Fetch}", FetchAsync) { Web = true },
        new("POST", $"{repository}/{Push}", PushAsync) { Web = true },
    ];

    private static async Task<GitHubResponse> AdvertiseAsync(GitHubRequest call)
    {
        var service = call.Query("service");
        if (service is not (Fetch or Push))
        {
            throw new GitHubException(StatusCodes.Status403Forbidden, "Please upgrade your git client.\nGitHub.com no longer supports git over dumb-http: https://github.com/blog/809-git-dumb-http-transport-to-be-turned-off-in-90-days");
        }

        return await AuthoriseAsync(call, service == Push, async (repository, _) =>
        {
            var command = service == Push ? ReceivePack : UploadPack;
            var refs = await repository.Git.Process.RunAsync([.. command, "--advertise-refs", "."], null, call.Cancelled, ProtocolOf(call));
            return Answer([.. Encoding.ASCII.GetBytes($"{service.Length + 15:x4}# service={service}\n0000"), .. refs], service, "advertisement");
        });
    }

    private static Task<GitHubResponse> FetchAsync(GitHubRequest call) => AuthoriseAsync(call, write: false, async (repository, _) =>
    {
        var wanted = await ReadAsync(call, LargestFetch);
        return Answer(await repository.Git.Process.RunAsync([.. UploadPack, "."], wanted, call.Cancelled, ProtocolOf(call)), Fetch, "result");
    });

    private static Task<GitHubResponse> PushAsync(GitHubRequest call) => AuthoriseAsync(call, write: true, async (repository, pusher) =>
    {
        var body = await ReadAsync(call, LargestPush);
        var push = PushRequest.Parse(body) ?? throw new GitHubException(StatusCodes.Status400BadRequest, "The push does not begin with a list of references.");
        byte[] report = [];
        await call.State.Repositories.PushAsync(
            repository,
            pusher!.Login,
            async () =>
            {
                // Not cancelled with the request: a push that was applied without its webhook would be lost for Release.
                report = await repository.Git.Process.RunAsync([.. ReceivePack, "."], body, CancellationToken.None);
                return push.Done(report, repository.Git.Refs.Find);
            },
            call.Cancelled);
        return Answer(report, Push, "result");
    });

    /// <summary>Refuses as GitHub does: 401 without a valid token, 403 without write access, 404 for an unknown repository.</summary>
    private static async Task<GitHubResponse> AuthoriseAsync(GitHubRequest call, bool write, Func<AppRepository, GitHubIdentity?, Task<GitHubResponse>> answer)
    {
        var credentials = BasicCredentials.Read(call.Http.Request.Headers.Authorization.ToString());
        var identity = credentials is null ? null : call.State.Tokens.Find(credentials.Password) ?? call.State.Tokens.Find(credentials.Name);
        if (identity is null && (write || call.Http.Request.Headers.Authorization.Count > 0))
        {
            return Challenge(credentials is null
                ? "No anonymous write access."
                : "Invalid username or token. Password authentication is not supported for Git operations.");
        }

        if (await call.State.Repositories.FindAsync(call.Value("repo"), call.Cancelled) is not { } repository)
        {
            return identity is null ? Challenge("Repository not found.") : GitHubResponse.Text("Repository not found.", status: StatusCodes.Status404NotFound);
        }

        return write && !call.State.MayWrite(identity!)
            ? GitHubResponse.Text($"Permission to {repository.FullName}.git denied to {identity!.Login}.", status: StatusCodes.Status403Forbidden)
            : await answer(repository, identity);
    }

    private static GitHubResponse Challenge(string message) =>
        GitHubResponse.Text(message, status: StatusCodes.Status401Unauthorized).With("WWW-Authenticate", "Basic realm=\"GitHub\"");

    /// <summary>The protocol version for git's environment variable; anything but a git client's value is ignored.</summary>
    private static string? ProtocolOf(GitHubRequest call) =>
        call.Http.Request.Headers["Git-Protocol"].ToString() is { } header && Protocol().IsMatch(header) ? header : null;

    /// <summary>The body, decompressed if needed.</summary>
    /// <exception cref="GitHubException">413: the decompressed body is larger than the limit.</exception>
    private static async Task<byte[]> ReadAsync(GitHubRequest call, int largest)
    {
        var request = call.Http.Request;
        call.Http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = largest;
        await using var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, call.Cancelled)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > largest)
            {
                throw new GitHubException(StatusCodes.Status413PayloadTooLarge, $"The sandbox takes at most {largest / 1024 / 1024} MiB at once.");
            }
        }

        return whole.ToArray();
    }

    private static GitHubResponse Answer(byte[] body, string service, string kind) =>
        new GitHubResponse(StatusCodes.Status200OK, body, $"application/x-{service}-{kind}").With("Cache-Control", "no-cache");

    [GeneratedRegex("^version=[012](:[a-z0-9=-]+)*$")]
    private static partial Regex Protocol();
}
