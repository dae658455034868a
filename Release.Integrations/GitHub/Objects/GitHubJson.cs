using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Octokit.Internal;
using Release.Core.Sources;

namespace Release.Integrations.GitHub.Objects;

/// <summary>
/// Reads Octokit's models by Octokit's serializer, and ours by generated code, which takes a tenth of the time for large
/// answers and skips unused fields.
/// </summary>
internal sealed class GitHubSerializer : IJsonSerializer
{
    private readonly SimpleJsonSerializer _octokit = new();

    public string Serialize(object item) => _octokit.Serialize(item);

    public T Deserialize<T>(string json) => Of<T>() is { } ours ? JsonSerializer.Deserialize(json, ours)! : _octokit.Deserialize<T>(Sound(json));

    /// <summary>Null for Octokit's types.</summary>
    public static JsonTypeInfo<T>? Of<T>() => (GitHubJson.Default.GetTypeInfo(typeof(T)) ?? GraphJson.Default.GetTypeInfo(typeof(T))) as JsonTypeInfo<T>;

    /// <summary>Checks that it is valid JSON: Octokit's parser accepts almost anything, and deep nesting overflows its stack.</summary>
    /// <exception cref="JsonException">It is not JSON, or nested deeper than 64.</exception>
    private static string Sound(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
        }

        return json;
    }
}

/// <summary>JSON of REST answers for which Octokit's models do not fit, with the used fields.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, Converters = [typeof(CommitShaConverter)])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(CommitObject))]
[JsonSerializable(typeof(ComparePage))]
[JsonSerializable(typeof(List<CheckRunsPage>))]
[JsonSerializable(typeof(WorkflowRunObject))]
[JsonSerializable(typeof(WorkflowRunsPage))]
[JsonSerializable(typeof(DispatchedRun))]
internal sealed partial class GitHubJson : JsonSerializerContext;

/// <summary>JSON of GraphQL answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(CommitShaConverter)])]
[JsonSerializable(typeof(GraphQlResponse<OverviewData>))]
[JsonSerializable(typeof(GraphQlResponse<PullsData>))]
[JsonSerializable(typeof(GraphQlResponse<BlobsData>))]
internal sealed partial class GraphJson : JsonSerializerContext;

/// <summary>Rejects an invalid commit id when the answer is read.</summary>
internal sealed class CommitShaConverter : JsonConverter<CommitSha>
{
    public override CommitSha Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && CommitSha.TryParse(reader.GetString(), out var sha) ? sha : throw new JsonException("It names no commit.");

    public override void Write(Utf8JsonWriter writer, CommitSha value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>
/// The body of an error answer: <c>errors</c> contains strings, which Octokit's model does not support, or objects with a
/// message or a code.
/// </summary>
internal sealed record ErrorBody(string? Message, JsonElement Errors)
{
    public string Details => Errors.ValueKind switch
    {
        JsonValueKind.Array => string.Join(" ", Errors.EnumerateArray().Take(5).Select(Text).Where(text => text.Length > 0)),
        JsonValueKind.String => Text(Errors),
        _ => "",
    };

    private static string Text(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString() ?? "",
        JsonValueKind.Object when error.TryGetProperty("message", out var message) => message.ToString(),
        JsonValueKind.Object when error.TryGetProperty("code", out var code) => $"{(error.TryGetProperty("field", out var field) ? field.ToString() : "")} {code}".Trim(),
        _ => "",
    };
}
