using System.Text.Json;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>
/// The same text read again and again becomes the same string. A table of fixed size whose places are overwritten: two
/// texts that share a place cost memory, never truth.
/// </summary>
internal static class SharedStrings
{
    private const int Longest = 200;

    private static readonly string?[] Places = new string?[16 * 1024];

    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest)
        {
            return reader.GetString();
        }

        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        ref var place = ref Places[(uint)hash.ToHashCode() % (uint)Places.Length];
        if (place is { } shared && reader.ValueTextEquals(shared))
        {
            return shared;
        }

        return place = reader.GetString();
    }
}
