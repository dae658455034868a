using System.Text.Json.Serialization;

namespace Release.Sandbox.Faults;

/// <summary>A version of an application that misbehaves. It takes effect on what starts after it was set, and ends at once when it is cleared.</summary>
/// <param name="Application">Repository name, such as <c>publisher</c>; its draft application is meant too.</param>
/// <param name="Version">Image tag, or <c>*</c>.</param>
/// <param name="Environment">Environment, or <c>*</c>.</param>
public sealed record MisbehaviourRule(
    string Application,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Misbehaviour>))] Misbehaviour Misbehaviour,
    string Version = "*",
    string Environment = "*")
{
    internal bool Covers(string application, string? version, string environment) =>
        Application == application
        && (Version == "*" || Version == version)
        && (Environment == "*" || Environment == environment);
}
