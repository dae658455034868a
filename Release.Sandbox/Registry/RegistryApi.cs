using System.Globalization;

namespace Release.Sandbox.Registry;

/// <summary>
/// The pull part of the OCI distribution API, for images <c>&lt;owner&gt;/&lt;application&gt;</c>:
/// <c>/v2/</c>, <c>/token</c>, <c>/v2/&lt;name&gt;/{manifests|blobs}/…</c> and <c>/v2/&lt;name&gt;/tags/list</c>.
/// </summary>
internal sealed class RegistryApi(ImageCatalogue images, RegistryAccess access)
{
    private readonly ContentStore _content = new();

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        var path = (context.Request.Path.Value ?? "/").Trim('/').Split('/');
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        switch (path)
        {
            case ["token"] when isRead:
                await access.IssueAsync(context);
                break;
            case ["v2"] when isRead:
                await AnswerBaseAsync(context);
                break;
            case ["v2", .. var name, "manifests", var reference] when name.Length > 0:
                await AnswerAsync(context, isRead, string.Join('/', name), repository => FindManifestAsync(context, repository, reference));
                break;
            case ["v2", .. var name, "blobs", var digest] when name.Length > 0:
                await AnswerAsync(context, isRead, string.Join('/', name), repository => Task.FromResult<object>(
                    _content.Find(repository, digest, isManifest: false) ?? (object)RegistryError.BlobUnknown(digest)));
                break;
            case ["v2", .. var name, "tags", "list"] when name.Length > 0:
                await AnswerAsync(context, isRead, string.Join('/', name), repository => ListTagsAsync(context, repository));
                break;
            default:
                await (isRead ? RegistryError.NotFound() : RegistryError.Unsupported()).WriteAsync(context);
                break;
        }
    }

    private async Task AnswerBaseAsync(HttpContext context)
    {
        if (await access.CheckAsync(context, name: null))
        {
            await context.Response.WriteAsJsonAsync(new { }, context.RequestAborted);
        }
    }

    /// <summary>Checks the token before the repository, so that callers without a token cannot find out which repositories exist.</summary>
    private async Task AnswerAsync(HttpContext context, bool isRead, string name, Func<string, Task<object>> find)
    {
        if (!await access.CheckAsync(context, name))
        {
            return;
        }

        if (!isRead)
        {
            await RegistryError.Unsupported().WriteAsync(context);
            return;
        }

        // The owner is ignored: notifications may name another organisation, and the images must be found nevertheless.
        var found = name.Split('/') is [_, var application] && await images.KnowsAsync(application, context.RequestAborted)
            ? await find(name)
            : RegistryError.NameUnknown(name);
        await (found switch
        {
            RegistryError error => error.WriteAsync(context),
            ContentPart part => WriteAsync(context, part),
            _ => context.Response.WriteAsJsonAsync(found, context.RequestAborted),
        });
    }

    private async Task<object> FindManifestAsync(HttpContext context, string name, string reference)
    {
        if (reference.Contains(':', StringComparison.Ordinal))
        {
            return _content.Find(name, reference, isManifest: true) ?? (object)RegistryError.ManifestUnknown(reference);
        }

        if (!await images.HasAsync(ApplicationOf(name), reference, context.RequestAborted))
        {
            return RegistryError.ManifestUnknown(reference);
        }

        if (MediaTypes.Choose(Accepted(context)) is not { } mediaType)
        {
            return RegistryError.NotAccepted();
        }

        var image = ImageContent.Of(name, reference);
        _content.Keep(name, image);
        return image.Manifest(mediaType);
    }

    /// <summary>Paged by <c>n</c> and <c>last</c>, with the next page in a <c>Link</c> header.</summary>
    private async Task<object> ListTagsAsync(HttpContext context, string name)
    {
        var last = context.Request.Query["last"].ToString();
        var left = (await images.TagsAsync(ApplicationOf(name), context.RequestAborted)).Where(tag => string.CompareOrdinal(tag, last) > 0).ToList();
        if (!int.TryParse(context.Request.Query["n"], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || left.Count <= size)
        {
            return new { name, tags = left };
        }

        if (size > 0)
        {
            context.Response.Headers.Link = $"</v2/{name}/tags/list?last={Uri.EscapeDataString(left[size - 1])}&n={size}>; rel=\"next\"";
        }

        return new { name, tags = left.Take(size) };
    }

    private static async Task WriteAsync(HttpContext context, ContentPart part)
    {
        var headers = context.Response.Headers;
        headers["Docker-Content-Digest"] = part.Digest;
        headers.ETag = $"\"{part.Digest}\"";
        context.Response.ContentType = part.IsManifest ? part.MediaType : "application/octet-stream";
        context.Response.ContentLength = part.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(part.Bytes, context.RequestAborted);
        }
    }

    private static IReadOnlyList<string> Accepted(HttpContext context) =>
        [.. context.Request.Headers.Accept.OfType<string>().SelectMany(value => value.Split(',')).Select(value => value.Split(';')[0].Trim()).Where(value => value.Length > 0)];

    private static string ApplicationOf(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
