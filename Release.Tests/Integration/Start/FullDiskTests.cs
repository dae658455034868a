using System.Net;
using System.Net.Http.Json;
using Release.Tests.Support;

namespace Release.Tests.Integration.Start;

/// <summary>The disk of a running Release fills up and is emptied again (cases.md, 34).</summary>
public sealed class FullDiskTests
{
    private const int Kibibytes = 48 * 1024;
    private const int MostRequests = 2000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_is_full_Release_is_not_ready_and_answers_503_and_then_it_heals()
    {
        using var directory = new TemporaryDirectory();
        await using var release = await ReleaseProcess.StartAsync(DirectoryState.Disk(Kibibytes), directory.Path, "Logging:LogLevel:Default=None");
        // The disk is mounted for that process alone; the system shows it to us through the process.
        var filler = $"/proc/{release.Id}/root{directory.Path}/filler";
        await IsReadyAsync(release);

        Fill(filler);
        var refused = await FirstRefusalAsync(release);
        var ready = await StatusAsync(release);
        File.Delete(filler);

        refused.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ready.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await IsReadyAsync(release);
        using var again = await TokenAsync(release, 0);
        again.IsSuccessStatusCode.ShouldBeTrue($"{again.StatusCode}");
    }

    /// <summary>The first answer to a write that is not success: SQLite first uses up the room that its log has already.</summary>
    private static async Task<HttpStatusCode> FirstRefusalAsync(ReleaseProcess release)
    {
        for (var request = 1; request <= MostRequests; request++)
        {
            using var response = await TokenAsync(release, request);
            if (!response.IsSuccessStatusCode)
            {
                return response.StatusCode;
            }
        }

        return HttpStatusCode.OK;
    }

    private static Task<HttpResponseMessage> TokenAsync(ReleaseProcess release, int number) =>
        release.Machine.PostAsJsonAsync("/api/tokens", new { name = $"token-{number}", scopes = new[] { "read" } }, Cancel);

    private static async Task<HttpStatusCode> StatusAsync(ReleaseProcess release)
    {
        using var response = await release.Machine.GetAsync("/healthcheck/ready", Cancel);
        return response.StatusCode;
    }

    private static async Task IsReadyAsync(ReleaseProcess release)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await StatusAsync(release) != HttpStatusCode.OK)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var piece = new byte[4096];
        var error = Should.Throw<IOException>(() =>
        {
            while (true)
            {
                file.Write(piece);
            }
        });
        error.Message.ShouldContain("No space left on device");
    }
}
