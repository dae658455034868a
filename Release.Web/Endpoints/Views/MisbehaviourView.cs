using System.Text.Json;
using Release.Sandbox.Faults;

namespace Release.Web.Endpoints.Views;

/// <summary>A version that misbehaves.</summary>
/// <param name="Version">An image tag, or <c>*</c> for any.</param>
/// <param name="Environment">An environment, or <c>*</c> for any.</param>
/// <param name="Kind">One of <see cref="Kinds"/>, such as crashLoop.</param>
internal sealed record MisbehaviourView(string Application, string Version, string Environment, string Kind)
{
    public static readonly string Kinds = string.Join(", ", Enum.GetValues<Misbehaviour>().Select(WordOf));

    public static MisbehaviourView Of(MisbehaviourRule rule) =>
        new(rule.Application, rule.Version, rule.Environment, WordOf(rule.Misbehaviour));

    /// <summary>Reads <c>crashLoop</c>, <c>CrashLoop</c>, <c>crash-loop</c>.</summary>
    public static bool TryParse(string? word, out Misbehaviour kind)
    {
        var letters = word?.Replace("-", "", StringComparison.Ordinal);
        kind = Enum.GetValues<Misbehaviour>().FirstOrDefault(known => IsNamed(known, letters));
        return IsNamed(kind, letters);
    }

    private static bool IsNamed(Misbehaviour kind, string? letters) =>
        string.Equals(kind.ToString(), letters, StringComparison.OrdinalIgnoreCase);

    private static string WordOf(Misbehaviour kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
