using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Release.Integrations.Kubernetes.Objects;
using k8s.Models;
using WatchEventType = k8s.WatchEventType;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>One event of a watch.</summary>
/// <param name="Object">Null for a bookmark.</param>
/// <param name="ResourceVersion">Where a later watch goes on from.</param>
internal sealed record WatchEvent<T>(WatchEventType Type, T? Object, string? ResourceVersion)
    where T : class;

/// <summary>
/// An open watch: JSON, one event a line. KubernetesClient's own reading of it is not used: it reads each line twice, of any
/// length, and hands errors to a listener beside the events.
/// </summary>
/// <param name="translate">What translate means: an exception to throw.</param>
internal sealed class WatchStream<T>(
    HttpResponseMessage response, Stream body, ResourceKind<T> kind, ClusterLimits limits, TimeProvider clock, Func<Exception, Exception> translate) : IDisposable
    where T : class, IKubernetesObject
{
    private readonly PipeReader _reader = PipeReader.Create(body);

    /// <summary>The server ends a watch by itself; when it does not, the way to it is broken.</summary>
    private readonly CancellationTokenSource _life = new(limits.Watch + TimeSpan.FromSeconds(30), clock);

    /// <summary>Begins anew with whatever comes.</summary>
    private readonly CancellationTokenSource _idle = new(limits.WatchIdle, clock);

    /// <summary>The next event; null when the server has ended the watch, or has been silent for too long.</summary>
    /// <exception cref="KubernetesExpiredException">The server no longer knows where the watch began.</exception>
    public async ValueTask<WatchEvent<T>?> NextAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _life.Token, _idle.Token);
        try
        {
            while (true)
            {
                var result = await _reader.ReadAsync(both.Token);
                _idle.CancelAfter(limits.WatchIdle);
                if (Take(result.Buffer, out var watchEvent, out var consumed))
                {
                    _reader.AdvanceTo(consumed);
                    return watchEvent;
                }

                if (result.IsCompleted)
                {
                    // Half a line is a cut connection: its event comes again with the next watch.
                    return null;
                }

                if (result.Buffer.Length > limits.WatchLine)
                {
                    throw new InvalidDataException($"An event is larger than {limits.WatchLine} bytes.");
                }

                _reader.AdvanceTo(consumed, result.Buffer.End);
            }
        }
        catch (OperationCanceledException) when ((_life.IsCancellationRequested || _idle.IsCancellationRequested) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (ClusterErrors.IsExchangeFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw translate(exception);
        }
    }

    public void Dispose()
    {
        _reader.Complete();
        response.Dispose();
        _life.Dispose();
        _idle.Dispose();
    }

    /// <summary>Takes the first event that says something to us off the buffer.</summary>
    private bool Take(ReadOnlySequence<byte> buffer, out WatchEvent<T>? watchEvent, out SequencePosition consumed)
    {
        consumed = buffer.Start;
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            watchEvent = Read(buffer.Slice(0, end));
            consumed = buffer.GetPosition(1, end);
            buffer = buffer.Slice(consumed);
            if (watchEvent is not null)
            {
                return true;
            }
        }

        watchEvent = null;
        return false;
    }

    private WatchEvent<T>? Read(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
        {
            return null;
        }

        var (type, at) = WatchLine.Find(line);
        switch (type)
        {
            case "ERROR":
                var status = Read(at, KubernetesJson.Default.V1Status) ?? new V1Status();
                throw new ClusterRefusedException(status.Code ?? 500, status, isKubernetes: true, retryAfter: null);
            case "BOOKMARK":
                return With(WatchEventType.Bookmark, at) with { Object = null };
            case "ADDED":
                return With(WatchEventType.Added, at);
            case "MODIFIED":
                return With(WatchEventType.Modified, at);
            case "DELETED":
                return With(WatchEventType.Deleted, at);
            default:
                // A type that a later Kubernetes may add.
                return null;
        }
    }

    private WatchEvent<T> With(WatchEventType type, ReadOnlySequence<byte> json)
    {
        var item = Read(json, kind.TypeInfo) ?? throw new JsonException("A watch event without an object.");
        return new WatchEvent<T>(type, item, item.Metadata.ResourceVersion);
    }

    private static TObject? Read<TObject>(ReadOnlySequence<byte> json, JsonTypeInfo<TObject> typeInfo)
    {
        var reader = new Utf8JsonReader(json);
        return JsonSerializer.Deserialize(ref reader, typeInfo);
    }
}

/// <summary>One line of a watch's answer: <c>{"type":…,"object":…}</c>.</summary>
internal static class WatchLine
{
    /// <summary>What kind of event it is, and the JSON of its object, which is not read yet.</summary>
    /// <exception cref="JsonException">It is no such line.</exception>
    public static (string? Type, ReadOnlySequence<byte> Object) Find(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? type = null;
        var found = ReadOnlySequence<byte>.Empty;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A watch event that is no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
            {
                type = SharedStrings.Read(ref reader);
                continue;
            }

            var start = reader.TokenStartIndex;
            reader.Skip();
            if (isObject)
            {
                found = line.Slice(start, reader.BytesConsumed - start);
            }
        }

        return found.IsEmpty ? throw new JsonException("A watch event without an object.") : (type, found);
    }
}
