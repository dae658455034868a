using System.Net.Http.Headers;
using System.Text.Json;

namespace Release.Sandbox.Settings;

/// <summary>Sends Release the events that GitHub Actions and Argo CD send it.</summary>
internal sealed class ReleaseConnection : IDisposable
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once Release's address is known.</summary>
    public Task Known => _known.Task;

    /// <summary>Null until it is known.</summary>
    public (Uri Address, string Token)? Target { get; private set; }

    public void Set(Uri address, string token)
    {
        Target = (address, token);
        _known.TrySetResult();
    }

    /// <summary>POSTs JSON to the Argo Workflows events API that Release takes the place of.</summary>
    /// <exception cref="InvalidOperationException">Release's address is not known yet.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<(int StatusCode, string Answer)> SendAsync<T>(string eventName, T payload, CancellationToken cancellationToken)
    {
        var (address, token) = KnownTarget;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/api/v1/events/apps/{eventName}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(payload, options: Format);
        using var response = await _http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return ((int)response.StatusCode, answer.Length > 2000 ? answer[..2000] : answer);
    }

    /// <summary>Where Release answers that path.</summary>
    /// <exception cref="InvalidOperationException">Release's address is not known yet.</exception>
    public Uri AddressOf(string path) => new(KnownTarget.Address, path);

    public void Dispose() => _http.Dispose();

    private (Uri Address, string Token) KnownTarget =>
        Target ?? throw new InvalidOperationException("The sandbox does not know Release's address yet. Start Release with the same Release:DataDirectory (it tells its address within 15 seconds), or enter it with PUT /api/sandbox/release.");
}
