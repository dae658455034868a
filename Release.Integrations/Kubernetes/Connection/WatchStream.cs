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
/// <param name="ResourceVersion">Where a later watch continues.</param>
internal sealed record WatchEvent<T>(WatchEventType Type, T? Object, string? ResourceVersion)
    where T : class;

/// <summary>
/// An open watch: one JSON event per line. KubernetesClient's own reader is not used, because it parses each line twice, has
/// no limit of length, and reports errors through a separate callback.
/// </summary>
/// <param name="translate">Turns a failure of the exchange into the exception to throw.</param>
internal sealed class WatchStream<T>(
    HttpResponseMessage response, Stream body, ResourceKind<T> kind, ClusterLimits limits, TimeProvider clock, Func<Exception, Exception> translate) : IDisposable
    where T : class, IKubernetesObject
{
    private readonly PipeReader _reader = PipeReader.Create(body);

    /// <summary>The server ends a watch by itself. If it has not after this time, the connection is dead.</summary>
    private readonly CancellationTokenSource _life = new(limits.Watch + TimeSpan.FromSeconds(30), clock);

    /// <summary>Restarted whenever something arrives.</summary>
    private readonly CancellationTokenSource _idle = new(limits.WatchIdle, clock);

    /// <summary>The next event; null if the server has ended the watch or sent nothing for too long.</summary>
    /// <exception cref="KubernetesExpiredException">The resource version is too old.</exception>
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
                    // An incomplete line means that the connection was cut; the next watch sends its event again.
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

    /// <summary>Takes the first event of a known type from the buffer.</summary>
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
                // A later version of Kubernetes may add a type.
                return null;
        }
    }

    private WatchEvent<T> With(WatchEventType type, ReadOnlySequence<byte> json)
    {
        var item = Read(json, kind.TypeInfo) ?? throw new JsonException("A watch event has no object.");
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
    /// <summary>The event's type, and the JSON of its object, not yet parsed.</summary>
    /// <exception cref="JsonException">The line has another form.</exception>
    public static (string? Type, ReadOnlySequence<byte> Object) Find(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? type = null;
        var found = ReadOnlySequence<byte>.Empty;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A watch event is not a JSON object.");
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

        return found.IsEmpty ? throw new JsonException("A watch event has no object.") : (type, found);
    }
}
