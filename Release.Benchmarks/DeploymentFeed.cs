using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Release.Benchmarks;

/// <summary>
/// Follows the event stream over HTTP, as any client may: says when an application has reached an environment, and keeps
/// how long each deployment was queued until its first pass stored that it began.
/// </summary>
internal sealed class DeploymentFeed : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _queued = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _starts = [];
    private readonly StreamReader _reader;
    private readonly Task _following;

    private DeploymentFeed(Stream stream)
    {
        _reader = new StreamReader(stream);
        _following = FollowAsync();
    }

    /// <summary>From the present on.</summary>
    public static async Task<DeploymentFeed> OpenAsync(HttpClient machine)
    {
        var stream = await machine.GetStreamAsync(new Uri("/api/events", UriKind.Relative));
        return new DeploymentFeed(stream);
    }

    /// <summary>Ends when the application's next deployment to this environment has succeeded. Ask before requesting it.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise, or the stream did.</exception>
    public Task SucceededAsync(string application, string environment)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[$"{application}/{environment}"] = source;
        return Task.WhenAny(source.Task, _following).Unwrap();
    }

    /// <summary>Milliseconds from queued to the first pass of every deployment since the last call, the shortest first.</summary>
    public List<double> TakeStarts()
    {
        var taken = new List<double>();
        while (_starts.TryTake(out var time))
        {
            taken.Add(time);
        }

        taken.Sort();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _reader.Dispose();
        _end.Dispose();
    }

    private async Task FollowAsync()
    {
        const string data = "data: ";
        while (await _reader.ReadLineAsync(_end.Token) is { } line)
        {
            if (line.StartsWith(data, StringComparison.Ordinal))
            {
                using var happened = JsonDocument.Parse(line[data.Length..]);
                Take(happened.RootElement);
            }
        }

        throw new InvalidOperationException("The event stream ended.");
    }

    private void Take(JsonElement happened)
    {
        var id = happened.GetProperty("deploymentId").GetString();
        if (id is null)
        {
            return;
        }

        var at = DateTimeOffset.Parse(happened.GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
        var cell = $"{happened.GetProperty("application").GetString()}/{happened.GetProperty("environment").GetString()}";
        switch (happened.GetProperty("type").GetString())
        {
            case "deployment.queued":
                _queued[id] = at;
                break;
            case "deployment.started" when _queued.TryRemove(id, out var queued):
                _starts.Add((at - queued).TotalMilliseconds);
                break;
            case "deployment.succeeded" when _waiting.TryRemove(cell, out var waiting):
                waiting.SetResult();
                break;
            case "deployment.failed" or "deployment.cancelled" or "deployment.superseded":
                throw new InvalidOperationException($"{cell}: {happened.GetProperty("summary").GetString()}");
        }
    }
}
