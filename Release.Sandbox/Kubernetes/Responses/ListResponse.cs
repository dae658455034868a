using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Kubernetes.Tables;

namespace Release.Sandbox.Kubernetes.Responses;

/// <summary>Lists, optionally in pages. All pages show the version of the first page.</summary>
internal sealed class ListResponse(ApiRequest request, KubernetesApiSetup setup)
{
    private readonly ObjectFilter _filter = ObjectFilter.Read(request.Path, request.Query);
    private readonly ListOptions _options = ListOptions.Read(request.Query, watch: false);
    private readonly ObjectStore _store = setup.Store;

    public async Task WriteAsync()
    {
        var form = ResponseFormat.Of(request.Context);
        var (items, version, start) = Read();
        var limit = (int)Math.Min(_options.Limit ?? int.MaxValue, int.MaxValue);
        var page = new List<StoredObject>(Math.Min(limit, items.Count - start));
        var next = start;
        for (; next < items.Count && page.Count < limit; next++)
        {
            if (_filter.IsEmpty || _filter.Matches(items[next]))
            {
                page.Add(items[next]);
            }
        }

        var more = next < items.Count && (_filter.IsEmpty || Remaining(items, next) > 0);
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (more)
        {
            metadata["continue"] = new ContinueToken(version, page[^1].Name).ToString();
            if (_filter.IsEmpty)
            {
                metadata["remainingItemCount"] = items.Count - next;
            }
        }

        var body = form.Kind == ResponseFormat.Table
            ? ObjectMetadata.Serialize(TableView.Of(request.Kind, page, metadata, form.IncludeObject, setup.Time.GetUtcNow()))
            : Write(page, metadata, form);
        if (setup.Faults.TakeHalfList())
        {
            await ApiResponse.CutAsync(request.Context, body);
            return;
        }

        await ApiResponse.WriteAsync(request.Context, body);
    }

    private (IReadOnlyList<StoredObject> Items, long Version, int Start) Read()
    {
        if (_options.Continue.Length > 0)
        {
            return Continue(ContinueToken.Parse(_options.Continue));
        }

        var (items, version) = _store.List(request.Kind, request.Path.Namespace);
        var wanted = _options.Version;
        if (wanted > version)
        {
            throw KubernetesError.TooLarge(wanted, version);
        }

        // With a limit, a resource version means exactly that version.
        var exact = _options.Match == ListOptions.Exact || (_options.Match.Length == 0 && _options.Limit is not null);
        return exact && wanted > 0
            ? (_store.ListAt(request.Kind, request.Path.Namespace, wanted), wanted, 0)
            : (items, version, 0);
    }

    private (IReadOnlyList<StoredObject> Items, long Version, int Start) Continue(ContinueToken token)
    {
        if (token.Version == ContinueToken.Inconsistent)
        {
            var (items, version) = _store.List(request.Kind, request.Path.Namespace);
            return (items, version, Behind(items, token.After));
        }

        try
        {
            var items = _store.ListAt(request.Kind, request.Path.Namespace, token.Version);
            return (items, token.Version, Behind(items, token.After));
        }
        catch (KubernetesError expired) when (expired.Code == 410)
        {
            throw KubernetesError.ExpiredContinue(new ContinueToken(ContinueToken.Inconsistent, token.After).ToString());
        }
    }

    /// <summary>The smallest name after another one is the other one with a NUL appended.</summary>
    private static int Behind(IReadOnlyList<StoredObject> items, ObjectName name) =>
        SortedItems.FirstAtOrAfter(items, name with { Name = name.Name + '\0' });

    private int Remaining(IReadOnlyList<StoredObject> items, int from)
    {
        for (var index = from; index < items.Count; index++)
        {
            if (_filter.Matches(items[index]))
            {
                return 1; // One more item is enough to know that there is another page.
            }
        }

        return 0;
    }

    private ReadOnlyMemory<byte> Write(List<StoredObject> page, JsonObject metadata, ResponseFormat form)
    {
        var buffer = new ArrayBufferWriter<byte>(4096 + page.Sum(item => item.Json.Length + 1));
        var (kind, apiVersion) = form.IsPlain ? ($"{request.Kind.Kind}List", request.Kind.ApiVersion) : ("PartialObjectMetadataList", "meta.k8s.io/v1");
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":", buffer);
        buffer.Write(ObjectMetadata.Serialize(metadata));
        buffer.Write(",\"items\":["u8);
        for (var index = 0; index < page.Count; index++)
        {
            if (index > 0)
            {
                buffer.Write(","u8);
            }

            if (form.IsPlain)
            {
                page[index].WriteItem(buffer);
            }
            else
            {
                buffer.Write(form.Write(page[index], setup.Time.GetUtcNow()).Span);
            }
        }

        buffer.Write("]}"u8);
        return buffer.WrittenMemory;
    }
}
