using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace Release.Tests.Support.Kubernetes;

internal sealed record FakeRequest(HttpMethod Method, Uri Uri, string? Authorization, string? ContentType, string Body)
{
    public TaskCompletionSource<HttpResponseMessage> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path => Uri.AbsolutePath;

    public string Query => Uri.UnescapeDataString(Uri.Query);

    public bool IsWatch => Query.Contains("watch=true", StringComparison.Ordinal);

    public void Respond(string json, HttpStatusCode status = HttpStatusCode.OK) => Answer.SetResult(FakeCluster.Json(json, status));

    /// <summary>Accepts a watch; lines are written to it by the test.</summary>
    public FakeWatch Open()
    {
        var watch = new FakeWatch();
        Answer.SetResult(watch.Response());
        return watch;
    }
}

internal sealed class FakeWatch
{
    private readonly Pipe _pipe = new();

    public HttpResponseMessage Response() => new(HttpStatusCode.OK) { Content = new StreamContent(_pipe.Reader.AsStream()) };

    public Task SendAsync(string type, string json) => WriteAsync($$"""{"type":"{{type}}","object":{{json}}}""" + "\n");

    public async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    public void End() => _pipe.Writer.Complete();

    public void Cut() => _pipe.Writer.Complete(new IOException("Connection reset by peer"));
}
