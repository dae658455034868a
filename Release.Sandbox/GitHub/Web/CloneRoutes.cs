using System.IO.Compression;
using System.Text;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.Web;

/// <summary>git's own protocol over HTTP, for reading: what a repository's <c>clone_url</c> leads to. Writes go through the API or to the folder itself.</summary>
internal sealed class CloneRoutes : IGitHubRoutes
{
    private const string Service = "git-upload-pack";
    private const int LargestRequest = 16 * 1024 * 1024;

    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}.git/info/refs", AdvertiseAsync) { Web = true },
        new("POST", $"/{SandboxGitHub.Organisation}/{{repo}}.git/git-upload-pack", PackAsync) { Web = true },
    ];

    private static async Task<GitHubAnswer> AdvertiseAsync(GitHubCall call)
    {
        if (call.Query("service") != Service)
        {
            throw new GitHubException(StatusCodes.Status403Forbidden, "Pushes go through the API here.");
        }

        var repository = await call.RepositoryAsync();
        var refs = await repository.Git.Process.RunAsync(["upload-pack", "--stateless-rpc", "--advertise-refs", "."], null, call.Cancelled);
        return Answer([.. Encoding.ASCII.GetBytes($"001e# service={Service}\n0000"), .. refs], "advertisement");
    }

    private static async Task<GitHubAnswer> PackAsync(GitHubCall call)
    {
        var repository = await call.RepositoryAsync();
        return Answer(await repository.Git.Process.RunAsync(["upload-pack", "--stateless-rpc", "."], await ReadAsync(call), call.Cancelled), "result");
    }

    private static async Task<byte[]> ReadAsync(GitHubCall call)
    {
        var request = call.Http.Request;
        await using var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, call.Cancelled)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > LargestRequest)
            {
                throw new GitHubException(StatusCodes.Status413PayloadTooLarge, "Too large");
            }
        }

        return whole.ToArray();
    }

    private static GitHubAnswer Answer(byte[] body, string kind) =>
        new GitHubAnswer(StatusCodes.Status200OK, body, $"application/x-{Service}-{kind}").With("Cache-Control", "no-cache");
}
