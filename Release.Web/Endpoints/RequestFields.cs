using System.Globalization;
using System.Text;
using System.Text.Json;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>
/// Reads the fields of a JSON or form body. ASP.NET's binding is not used, because a 422 must name every wrong field and
/// no body may cause a 500. Read all fields, then check <see cref="Problem"/>: if it is null, every required field is valid.
/// </summary>
internal sealed class RequestFields
{
    private const int LargestBody = 64 * 1024;
    private const int DeepestNesting = 16;
    private const int MostInList = 100;
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

    /// <summary>The answer to an invalid body; null if the body is valid.</summary>
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
                : Unreadable(StatusCodes.Status415UnsupportedMediaType, $"The content type {request.ContentType} is not accepted. Send application/json.");
        }
        catch (InvalidDataException error)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, $"The form cannot be read: {error.Message}");
        }
    }

    /// <summary>A required string. A dot goes into an object: <c>deployment.environment</c>, in a form <c>deployment[environment]</c>.</summary>
    public string? Text(string field)
    {
        var text = OptionalText(field);
        if (string.IsNullOrWhiteSpace(text) && !_errors.ContainsKey(field))
        {
            Fail(field, text is null ? "is missing." : "is empty.");
        }

        return text;
    }

    /// <summary>An optional string without control characters.</summary>
    public string? OptionalText(string field, int longest = 500)
    {
        var text = Raw(field);
        if (text?.Length > longest)
        {
            Fail(field, $"is too long: at most {longest} characters are allowed.");
        }
        else if (text is not null && text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')))
        {
            Fail(field, "contains control characters. Remove them.");
        }

        return text;
    }

    public ApplicationName? Application(string field) => Parsed<ApplicationName>(field, ApplicationName.TryParse, ApplicationName.Rule);

    public ImageTag? Version(string field) => Parsed<ImageTag>(field, ImageTag.TryParse, ImageTag.Rule);

    public EnvironmentName? Environment(string field, EnvironmentOrder environments) => Parsed<EnvironmentName>(
        field,
        (string? text, out EnvironmentName? name) => (name = environments.TryFind(text, out var found) ? found.Name : null) is not null,
        $"Known environments are {environments.Names}.");

    /// <summary>A flag as Argo sends it: the string "true" or "false".</summary>
    public bool? TextFlag(string field)
    {
        var text = Text(field);
        if (text is "true" or "false")
        {
            return text == "true";
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            Fail(field, "must be the string \"true\" or \"false\".");
        }

        return null;
    }

    /// <summary>A JSON true or false; null if it is missing.</summary>
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
                Fail(field, "must be true or false.");
                return null;
        }
    }

    /// <summary>A JSON whole number from 0 to a limit; null if it is missing.</summary>
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

        Fail(field, $"must be a whole number from 0 to {most}.");
        return null;
    }

    /// <summary>A list of strings; empty if it is missing. A form repeats the field.</summary>
    public IReadOnlyList<string> OptionalTexts(string field)
    {
        if (_form is not null)
        {
            return _form.TryGetValue(field, out var values) ? [.. values.OfType<string>()] : [];
        }

        var list = Find(field);
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > MostInList
            || list.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Fail(field, $"must be a list of at most {MostInList} strings.");
            return [];
        }

        return [.. list.EnumerateArray().Select(item => Unescape(field, item)).OfType<string>()];
    }

    /// <summary>An ISO 8601 time with its zone, such as <c>2026-12-31T00:00:00Z</c>; null if it is missing.</summary>
    public DateTimeOffset? OptionalMoment(string field)
    {
        if (OptionalText(field) is not { Length: > 0 } text)
        {
            return null;
        }

        if (text.Length >= 20 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return moment;
        }

        Fail(field, "must be a time with its zone, such as 2026-12-31T00:00:00Z.");
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
                Fail(field, "must be a string.");
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
            // JSON allows a lone surrogate such as "\ud800", Unicode does not.
            Fail(field, "contains an escape that is not a Unicode character.");
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
                Fail(field, "must be inside a JSON object.");
                return default;
            }

            element = element.TryGetProperty(part, out var inner) ? inner : default;
        }

        return element;
    }
}
