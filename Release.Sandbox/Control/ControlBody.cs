using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Release.Sandbox.Control;

/// <summary>
/// The fields of a request's JSON body. Read by hand, so that every wrong field is named (422) and nothing that is sent
/// ends in 500. Ask for all fields, then for <see cref="RefusedAsync"/>: where it refuses nothing, the required ones are there.
/// </summary>
internal sealed partial class ControlBody
{
    /// <summary>In milliseconds; longer than any client waits.</summary>
    public const int LongestDelay = 60_000;

    private const int LargestBody = 64 * 1024;
    private const int LongestText = 500;
    private const int MostInList = 100;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonElement _json;
    private readonly (int Status, string Why)? _unreadable;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private ControlBody(JsonElement json = default, (int Status, string Why)? unreadable = null) => (_json, _unreadable) = (json, unreadable);

    public static async Task<ControlBody> ReadAsync(HttpRequest request)
    {
        if (request.ContentType is not null && !request.HasJsonContentType())
        {
            return Unreadable(StatusCodes.Status415UnsupportedMediaType, $"The content type {request.ContentType} is not read here: send application/json.");
        }

        using var read = new MemoryStream();
        var buffer = new byte[8192];
        try
        {
            int count;
            while ((count = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            {
                if (read.Length + count > LargestBody)
                {
                    return TooLarge();
                }

                read.Write(buffer, 0, count);
            }
        }
        catch (BadHttpRequestException error)
        {
            // Kestrel's own limit, or a body that ends before its announced length.
            return error.StatusCode is StatusCodes.Status413PayloadTooLarge ? TooLarge() : Unreadable(error.StatusCode, error.Message);
        }

        return Parse(read.ToArray());
    }

    /// <summary>Answers what is wrong with the body, if anything is.</summary>
    public async Task<bool> RefusedAsync(HttpContext context)
    {
        if (_unreadable is { } unreadable)
        {
            await ControlAnswers.Problem(context, unreadable.Status, "The body cannot be read", unreadable.Why);
        }
        else if (_errors.Count > 0)
        {
            await ControlAnswers.Fields(context, _errors);
        }

        return context.Response.HasStarted;
    }

    public void Fail(string field, string reason) => _errors.TryAdd(field, [reason]);

    /// <summary>A required text.</summary>
    public string Text(string field)
    {
        var text = OptionalText(field);
        if (string.IsNullOrWhiteSpace(text))
        {
            Fail(field, text is null ? "is missing." : "is empty."); // Keeps what OptionalText said, if it did.
        }

        return text ?? "";
    }

    public string? OptionalText(string field)
    {
        var element = Find(field);
        if (element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (element.ValueKind is not JsonValueKind.String)
        {
            Fail(field, "is not a text.");
            return null;
        }

        var text = Unescape(field, element);
        if (text?.Length > LongestText)
        {
            Fail(field, $"has at most {LongestText} characters.");
        }

        return text;
    }

    /// <summary>The name of an application.</summary>
    public string Application(string field)
    {
        var text = Text(field);
        if (text.Length > 0 && !IsApplication(text))
        {
            Fail(field, "is not valid. It starts with a letter or digit and has letters, digits, '-', '_' and '.', at most 100 characters.");
        }

        return text;
    }

    public static bool IsApplication(string text) => ApplicationName().IsMatch(text) && IsSafe(text);

    public static bool IsVersion(string text) => ImageTag().IsMatch(text) && IsSafe(text);

    /// <summary>A JSON true or false; false when it is left out.</summary>
    public bool Flag(string field, bool required = false)
    {
        switch (Find(field).ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.Undefined or JsonValueKind.Null when required:
                Fail(field, "is missing.");
                return false;
            case JsonValueKind.False or JsonValueKind.Undefined or JsonValueKind.Null:
                return false;
            default:
                Fail(field, "is true or false.");
                return false;
        }
    }

    /// <summary>A JSON whole number between 0 and a limit; 0 when it is left out.</summary>
    public int Number(string field, int most)
    {
        var element = Find(field);
        if (element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return 0;
        }

        if (element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out var number) && number >= 0 && number <= most)
        {
            return number;
        }

        Fail(field, $"is a whole number from 0 to {most}.");
        return 0;
    }

    /// <summary>A required list of texts, which may be empty.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        var list = Find(field);
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            Fail(field, "is missing.");
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > MostInList || list.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Fail(field, $"is a list of at most {MostInList} texts.");
            return [];
        }

        return [.. list.EnumerateArray().Select(item => Unescape(field, item)).OfType<string>()];
    }

    /// <summary>How a system is away or slow. What is left out is in order; <c>hang</c> goes with <c>away</c> only.</summary>
    public (bool Away, bool Hang, TimeSpan Delay) Outage()
    {
        var away = Flag("away", required: true);
        var hang = Flag("hang");
        if (hang && !away)
        {
            Fail("hang", "goes with \"away\": true only.");
        }

        return (away, hang, TimeSpan.FromMilliseconds(Number("delayMilliseconds", LongestDelay)));
    }

    private static ControlBody TooLarge() =>
        Unreadable(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {LargestBody / 1024} KiB.");

    private static ControlBody Unreadable(int status, string why) => new(unreadable: (status, why));

    private static ControlBody Parse(byte[] body)
    {
        if (body.Length == 0)
        {
            return new ControlBody();
        }

        try
        {
            using var document = JsonDocument.Parse(StrictUtf8.GetString(body), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return Unreadable(StatusCodes.Status422UnprocessableEntity, "The body is not a JSON object.");
            }

            // Reads every name once: looking one up would throw later at a name that cannot be read.
            _ = document.RootElement.EnumerateObject().Count(field => field.Name.Length > 0);
            return new ControlBody(document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, $"The body is not JSON: {error.Message}");
        }
        catch (InvalidOperationException)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, "A field's name has an escape that is not a Unicode character, such as a lone surrogate.");
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(StatusCodes.Status422UnprocessableEntity, "The body is not UTF-8.");
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
            Fail(field, "has an escape that is not a Unicode character, such as a lone surrogate.");
            return null;
        }
    }

    private JsonElement Find(string field) =>
        _json.ValueKind is JsonValueKind.Object && _json.TryGetProperty(field, out var value) ? value : default;

    // What git forbids in a part of a reference's name.
    private static bool IsSafe(string text) =>
        !text.Contains("..", StringComparison.Ordinal) && !text.EndsWith('.') && !text.EndsWith(".lock", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ApplicationName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageTag();
}
