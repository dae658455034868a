using System.Text;
using System.Text.Json;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>
/// The fields of a request's body, JSON or form. Read by hand, because the contracts want every wrong field named (422)
/// and nothing that is sent may end in 500. Ask for all fields, then look at <see cref="Problem"/>: where it is null,
/// the required ones are there.
/// </summary>
internal sealed partial class RequestFields
{
    private const int LargestBody = 64 * 1024;
    private const int DeepestNesting = 16;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonElement _json;
    private readonly IFormCollection? _form;
    private readonly IResult? _unreadable;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private RequestFields(JsonElement json = default, IFormCollection? form = null, IResult? unreadable = null)
    {
        _json = json;
        _form = form;
        _unreadable = unreadable;
    }

    /// <summary>The answer to give when the body is not right; null when it is.</summary>
    public IResult? Problem => _unreadable ?? (_errors.Count > 0 ? Problems.Fields(_errors) : null);

    public static async Task<RequestFields> ReadAsync(HttpRequest request)
    {
        try
        {
            if (request.HasFormContentType)
            {
                return new RequestFields(form: await request.ReadFormAsync(request.HttpContext.RequestAborted));
            }

            return request.ContentType is null || request.HasJsonContentType()
                ? Parse(await ReadBytesAsync(request))
                : Unreadable(StatusCodes.Status415UnsupportedMediaType, $"The content type {request.ContentType} is not read here: send application/json.");
        }
        catch (InvalidDataException error)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, $"The form cannot be read: {error.Message}");
        }
    }

    /// <summary>A required text; dots lead into objects: <c>deployment.environment</c>, in a form <c>deployment[environment]</c>.</summary>
    public string? Text(string field)
    {
        var text = OptionalText(field);
        if (string.IsNullOrWhiteSpace(text) && !_errors.ContainsKey(field))
        {
            Fail(field, text is null ? "is missing." : "is empty.");
        }

        return text;
    }

    /// <summary>A text of one's own words, or null.</summary>
    public string? OptionalText(string field, int longest = 500)
    {
        var text = Raw(field);
        if (text?.Length > longest)
        {
            Fail(field, $"has at most {longest} characters.");
        }
        else if (text is not null && text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')))
        {
            Fail(field, "has control characters.");
        }

        return text;
    }

    public ApplicationName? Application(string field) => Parsed<ApplicationName>(field, ApplicationName.TryParse, ApplicationName.Rule);

    public ImageTag? Version(string field) => Parsed<ImageTag>(field, ImageTag.TryParse, ImageTag.Rule);

    public EnvironmentName? Environment(string field, EnvironmentOrder environments) => Parsed<EnvironmentName>(
        field,
        (string? text, out EnvironmentName? name) => (name = environments.TryFind(text, out var found) ? found.Name : null) is not null,
        $"Known environments are {environments.Names}.");

    /// <summary>A flag as Argo sends it: the text "true" or "false".</summary>
    public bool? TextFlag(string field)
    {
        var text = Text(field);
        if (text is "true" or "false")
        {
            return text == "true";
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            Fail(field, "is the text \"true\" or \"false\".");
        }

        return null;
    }

    /// <summary>A JSON true or false, or null when it is not there.</summary>
    public bool? OptionalFlag(string field)
    {
        switch (Find(field).ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            default:
                Fail(field, "is true or false.");
                return null;
        }
    }

    /// <summary>A JSON whole number between 0 and a limit, or null when it is not there.</summary>
    public int? OptionalNumber(string field, int most)
    {
        var element = Find(field);
        if (element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out var number) && number >= 0 && number <= most)
        {
            return number;
        }

        Fail(field, $"is a whole number from 0 to {most}.");
        return null;
    }

    public void Fail(string field, string reason) => _errors.TryAdd(field, [reason]);

    private static RequestFields Unreadable(int status, string why) =>
        new(unreadable: Problems.Of(status, "The body cannot be read", why));

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request)
    {
        using var read = new MemoryStream();
        var buffer = new byte[8192];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (read.Length + count > LargestBody)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static RequestFields Parse(byte[]? body)
    {
        if (body is null)
        {
            return Unreadable(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {LargestBody / 1024} KiB.");
        }

        if (body.Length == 0)
        {
            return new RequestFields();
        }

        try
        {
            using var document = JsonDocument.Parse(StrictUtf8.GetString(body), new JsonDocumentOptions { MaxDepth = DeepestNesting });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? new RequestFields(document.RootElement.Clone())
                : Unreadable(StatusCodes.Status422UnprocessableEntity, "The body is not a JSON object.");
        }
        catch (JsonException error)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, $"The body is not JSON: {error.Message}");
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, "The body is not UTF-8.");
        }
    }

    private delegate bool TryParse<T>(string? text, out T? value);

    private T? Parsed<T>(string field, TryParse<T> parse, string rule)
        where T : class
    {
        if (Text(field) is not { } text || _errors.ContainsKey(field))
        {
            return null;
        }

        if (!parse(text, out var value))
        {
            Fail(field, $"is not valid. {rule}");
        }

        return value;
    }

    private string? Raw(string field)
    {
        if (_form is not null)
        {
            var parts = field.Split('.');
            return _form.TryGetValue(parts[0] + string.Concat(parts.Skip(1).Select(part => $"[{part}]")), out var value) ? value.ToString() : null;
        }

        var element = Find(field);
        switch (element.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return Unescape(field, element);
            default:
                Fail(field, "is not a text.");
                return null;
        }
    }

    private string? Unescape(string field, JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate such as "\ud800": JSON's grammar allows it, Unicode does not.
            Fail(field, "has an escape that is no character.");
            return null;
        }
    }

    private JsonElement Find(string field)
    {
        var element = _json;
        foreach (var part in field.Split('.'))
        {
            if (element.ValueKind is JsonValueKind.Undefined)
            {
                return default;
            }

            if (element.ValueKind is not JsonValueKind.Object)
            {
                Fail(field, "is not inside an object.");
                return default;
            }

            element = element.TryGetProperty(part, out var inner) ? inner : default;
        }

        return element;
    }
}
