using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Objects;

/// <summary>Contracts §9. Older servers ignore the wish for the run's details.</summary>
internal sealed record DispatchBody(string Ref, DispatchBody.Wishes Inputs, bool ReturnRunDetails = true)
{
    internal sealed record Wishes(string Environment, [property: JsonPropertyName("gitRef")] string GitRef);
}
