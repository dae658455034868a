using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Octokit.Internal;
using Release.Core.Sources;
using Release.Integrations.GitHub.Configuration;
using Release.Integrations.GitHub.Sources;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// Octokit's models by its own serializer; ours by generated code, which takes a tenth of the time for what is large, and
/// leaves out what is not read.
/// </summary>
internal sealed class GitHubSerializer : IJsonSerializer
{
    private readonly SimpleJsonSerializer _octokit = new();

    public string Serialize(object item) => _octokit.Serialize(item);

    public T Deserialize<T>(string json) => Of<T>() is { } ours ? JsonSerializer.Deserialize(json, ours)! : _octokit.Deserialize<T>(Sound(json));

    /// <summary>Null for a type of Octokit's.</summary>
    public static JsonTypeInfo<T>? Of<T>() => (GitHubJson.Default.GetTypeInfo(typeof(T)) ?? GraphJson.Default.GetTypeInfo(typeof(T))) as JsonTypeInfo<T>;

    /// <summary>Octokit's reads anything somehow, and follows brackets in brackets until the stack ends.</summary>
    /// <exception cref="JsonException">It is no JSON, or deeper than 64.</exception>
    private static string Sound(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
        }

        return json;
    }
}

/// <summary>What REST sends where Octokit's models do not fit. What we do not read is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, Converters = [typeof(CommitShaConverter)])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(CommitObject))]
[JsonSerializable(typeof(ComparePage))]
[JsonSerializable(typeof(List<CheckRunsPage>))]
[JsonSerializable(typeof(WorkflowRunObject))]
[JsonSerializable(typeof(WorkflowRunsPage))]
[JsonSerializable(typeof(DispatchedRun))]
internal sealed partial class GitHubJson : JsonSerializerContext;

/// <summary>What GraphQL sends.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(CommitShaConverter)])]
[JsonSerializable(typeof(GraphQlResponse<OverviewData>))]
[JsonSerializable(typeof(GraphQlResponse<PullsData>))]
[JsonSerializable(typeof(GraphQlResponse<BlobsData>))]
internal sealed partial class GraphJson : JsonSerializerContext;

/// <summary>An answer whose commits are none cannot be read, rather than failing later.</summary>
internal sealed class CommitShaConverter : JsonConverter<CommitSha>
{
    public override CommitSha Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && CommitSha.TryParse(reader.GetString(), out var sha) ? sha : throw new JsonException("It names no commit.");

    public override void Write(Utf8JsonWriter writer, CommitSha value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
