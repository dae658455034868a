using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Core.Changes;

namespace Release.Integrations.GitHub.Objects;

/// <summary>An answer whose commits are none cannot be read, rather than failing later.</summary>
internal sealed class CommitShaConverter : JsonConverter<CommitSha>
{
    public override CommitSha Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && CommitSha.TryParse(reader.GetString(), out var sha) ? sha : throw new JsonException("It names no commit.");

    public override void Write(Utf8JsonWriter writer, CommitSha value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
