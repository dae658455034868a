using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>
/// An object's labels. Thousands of pods have almost the same labels: the strings are shared, and an
/// array is searched, because a dictionary for each object would need more memory than the object.
/// </summary>
internal sealed class LabelSet : IReadOnlyDictionary<string, string>
{
    private const int LongestPool = 100_000;

    private static readonly ConcurrentDictionary<string, string> Pool = new(StringComparer.Ordinal);

    private readonly KeyValuePair<string, string>[] _labels;

    private LabelSet(KeyValuePair<string, string>[] labels) => _labels = labels;

    public static LabelSet None { get; } = new([]);

    public int Count => _labels.Length;

    public IEnumerable<string> Keys => _labels.Select(label => label.Key);

    public IEnumerable<string> Values => _labels.Select(label => label.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no label {key}.");

    public static LabelSet Of(JsonObject metadata) =>
        metadata["labels"] is JsonObject { Count: > 0 } labels
            ? new([.. labels.Select(label => KeyValuePair.Create(Shared(label.Key), Shared(ObjectMetadata.Text(label.Value))))])
            : None;

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var label in _labels)
        {
            if (label.Key == key)
            {
                value = label.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _labels.GetEnumerator();

    private static string Shared(string text) => Pool.Count < LongestPool ? Pool.GetOrAdd(text, text) : Pool.GetValueOrDefault(text, text);
}
