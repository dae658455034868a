using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Objects;

/// <summary>What REST sends and takes. What we do not read is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false,
    Converters = [typeof(CommitShaConverter)])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(AppClaims))]
[JsonSerializable(typeof(InstallationToken))]
[JsonSerializable(typeof(AppInstallation))]
[JsonSerializable(typeof(CommitObject))]
[JsonSerializable(typeof(ComparePage))]
[JsonSerializable(typeof(IReadOnlyList<TagObject>))]
[JsonSerializable(typeof(IReadOnlyList<ReferenceObject>))]
[JsonSerializable(typeof(CombinedStatus))]
[JsonSerializable(typeof(CheckRunsPage))]
[JsonSerializable(typeof(DispatchBody))]
[JsonSerializable(typeof(DispatchedRun))]
[JsonSerializable(typeof(WorkflowRunObject))]
[JsonSerializable(typeof(WorkflowRunsPage))]
[JsonSerializable(typeof(Membership))]
[JsonSerializable(typeof(TreeObject))]
[JsonSerializable(typeof(BlobObject))]
[JsonSerializable(typeof(ContentObject))]
[JsonSerializable(typeof(IReadOnlyList<CommitIdentity>))]
[JsonSerializable(typeof(ReferenceObject))]
[JsonSerializable(typeof(NewReference))]
[JsonSerializable(typeof(FileChange))]
[JsonSerializable(typeof(FileChanged))]
[JsonSerializable(typeof(MergeWish))]
internal sealed partial class GitHubJson : JsonSerializerContext;
