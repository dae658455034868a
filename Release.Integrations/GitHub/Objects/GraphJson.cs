using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Objects;

/// <summary>What GraphQL sends and takes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(CommitShaConverter)])]
[JsonSerializable(typeof(GraphQuestion))]
[JsonSerializable(typeof(GraphAnswer<OverviewData>))]
[JsonSerializable(typeof(GraphAnswer<PullsData>))]
[JsonSerializable(typeof(GraphAnswer<BlobsData>))]
internal sealed partial class GraphJson : JsonSerializerContext;
