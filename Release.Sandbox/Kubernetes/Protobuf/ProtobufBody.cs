using System.Text;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Protobuf;

/// <summary>Bodies of type <c>application/vnd.kubernetes.protobuf</c>: a four-byte prefix, then an envelope with the kind.</summary>
internal static class ProtobufBody
{
    /// <summary>Number fields for which zero is a value; for others zero means "not set".</summary>
    private static readonly HashSet<string> ZeroCounts = ["replicas", "backoffLimit", "completions", "parallelism", "terminationGracePeriodSeconds"];

    private static readonly Dictionary<string, Dictionary<int, (string Name, string Type)>> Types = ProtobufTypes.Text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(line => line[0], line => line[1].Split(' ').Select(Field).ToDictionary(field => field.Number, field => (field.Name, field.Type)));

    /// <exception cref="KubernetesError">415 for a kind without known field numbers, 400 for a malformed message.</exception>
    public static JsonObject Parse(byte[] body)
    {
        if (!body.AsSpan().StartsWith("k8s\0"u8))
        {
            throw KubernetesError.BadRequest("couldn't read the body: it does not begin as Kubernetes' protobuf does");
        }

        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = [];
        var envelope = new ProtobufReader(body.AsSpan(4));
        while (envelope.Next())
        {
            if (envelope.Field == 1)
            {
                (apiVersion, kind) = TypeOf(envelope.Content);
            }
            else if (envelope.Field == 2)
            {
                raw = envelope.Content;
            }
        }

        if (kind == "DeleteOptions")
        {
            return DeleteOptions(raw);
        }

        if (!Types.ContainsKey(kind))
        {
            throw new KubernetesError(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml");
        }

        var content = Message(raw, kind);
        content["apiVersion"] = apiVersion;
        content["kind"] = kind;
        return content;
    }

    private static (int Number, string Name, string Type) Field(string text)
    {
        var parts = text.Split(['=', ':'], 3);
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1], parts.Length > 2 ? parts[2] : "s");
    }

    private static (string ApiVersion, string Kind) TypeOf(ReadOnlySpan<byte> content)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new ProtobufReader(content);
        while (reader.Next())
        {
            (apiVersion, kind) = reader.Field == 1 ? (reader.Text, kind) : (apiVersion, reader.Text);
        }

        return (apiVersion, kind);
    }

    private static JsonObject DeleteOptions(ReadOnlySpan<byte> content)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        var reader = new ProtobufReader(content);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    options["gracePeriodSeconds"] = reader.Number;
                    break;
                case 2:
                    var (uid, version) = Pair(reader.Content);
                    options["preconditions"] = new JsonObject { ["uid"] = uid, ["resourceVersion"] = version };
                    break;
                case 4:
                    options["propagationPolicy"] = reader.Text;
                    break;
            }
        }

        return options;
    }

    private static (string? First, string? Second) Pair(ReadOnlySpan<byte> content)
    {
        (string? First, string? Second) pair = (null, null);
        var reader = new ProtobufReader(content);
        while (reader.Next())
        {
            pair = reader.Field == 1 ? (reader.Text, pair.Second) : (pair.First, reader.Text);
        }

        return pair;
    }

    private static JsonObject Message(ReadOnlySpan<byte> content, string type)
    {
        var message = new JsonObject();
        var reader = new ProtobufReader(content);
        while (reader.Next())
        {
            if (Types[type].TryGetValue(reader.Field, out var field))
            {
                Add(message, field.Name, field.Type, reader);
            }
        }

        return message;
    }

    private static void Add(JsonObject message, string name, string type, ProtobufReader reader)
    {
        switch (type[0])
        {
            case '[':
                if (message[name] is not JsonArray items)
                {
                    message[name] = items = [];
                }

                items.Add(Value(name, type[1..^1], reader, keepEmpty: true));
                break;
            case '{':
                if (message[name] is not JsonObject map)
                {
                    message[name] = map = [];
                }

                AddEntry(map, type[1..^1], reader.Content);
                break;
            default:
                if (Value(name, type, reader, keepEmpty: false) is { } value)
                {
                    message[name] = value;
                }

                break;
        }
    }

    private static void AddEntry(JsonObject map, string type, ReadOnlySpan<byte> content)
    {
        var key = "";
        JsonNode? value = "";
        var reader = new ProtobufReader(content);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                key = reader.Text;
            }
            else
            {
                value = Value("", type, reader, keepEmpty: true);
            }
        }

        map[key] = value;
    }

    /// <returns>Null for a value that the format writes for a field that is not set.</returns>
    private static JsonNode? Value(string name, string type, ProtobufReader reader, bool keepEmpty) => type switch
    {
        "s" => reader.Content.IsEmpty && !keepEmpty ? null : JsonValue.Create(reader.Text),
        "i" => reader.Number == 0 && !ZeroCounts.Contains(name) ? null : JsonValue.Create(reader.Number),
        "b" => reader.Number == 0 ? null : JsonValue.Create(true),
        "z" => JsonValue.Create(Convert.ToBase64String(reader.Content)),
        "n" => JsonValue.Create(Pair(reader.Content).First ?? ""),
        "q" => IntOrString(reader.Content),
        _ => NonEmpty(Message(reader.Content, type), keepEmpty || name is "metadata" or "spec"),
    };

    private static JsonObject? NonEmpty(JsonObject message, bool keepEmpty) => message.Count > 0 || keepEmpty ? message : null;

    private static JsonNode IntOrString(ReadOnlySpan<byte> content)
    {
        var (isText, number, text) = (false, 0L, "");
        var reader = new ProtobufReader(content);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    isText = reader.Number == 1;
                    break;
                case 2:
                    number = reader.Number;
                    break;
                case 3:
                    text = Encoding.UTF8.GetString(reader.Content);
                    break;
            }
        }

        return isText ? JsonValue.Create(text) : JsonValue.Create(number);
    }
}
