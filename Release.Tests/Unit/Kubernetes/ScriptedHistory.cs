namespace Release.Tests.Unit.Kubernetes;

/// <summary>What a client must have seen of a scripted cluster's history.</summary>
internal sealed class ScriptedHistory(ScriptedResource resource)
{
    private readonly Dictionary<string, ScriptedObject> _state = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>Null when what was seen is right; else the first difference.</summary>
    public string? Explain(IReadOnlyCollection<string> seen)
    {
        var left = new Queue<string>(seen);
        foreach (var (from, to) in resource.Gaps)
        {
            if (Follow(from, left) is { } wrong)
            {
                return wrong;
            }

            if (Jump(to, left) is { } difference)
            {
                return $"{difference} (list of {to} after {from})";
            }
        }

        return Follow(long.MaxValue, left) ?? (left.TryDequeue(out var surplus) ? $"Seen but did not happen: {surplus}" : null);
    }

    /// <summary>Each change up to a version, one by one and in order.</summary>
    private string? Follow(long until, Queue<string> left)
    {
        while (_next < resource.History.Count && resource.History[_next].Object.Version <= until)
        {
            var expected = Apply(resource.History[_next++]);
            if (!left.TryDequeue(out var actual) || actual != expected)
            {
                return $"Expected {expected}, seen {actual ?? "nothing"}";
            }
        }

        return null;
    }

    /// <summary>The difference to a later version, in any order but what was replaced: its end comes before its successor.</summary>
    private string? Jump(long to, Queue<string> left)
    {
        var before = new Dictionary<string, ScriptedObject>(_state, StringComparer.Ordinal);
        while (_next < resource.History.Count && resource.History[_next].Object.Version <= to)
        {
            Apply(resource.History[_next++]);
        }

        var expected = before.Values.Where(item => !_state.TryGetValue(item.Key, out var now) || now.Uid != item.Uid).Select(item => Line("-", item))
            .Concat(_state.Values.Where(item => !before.TryGetValue(item.Key, out var then) || then.Uid != item.Uid).Select(item => Line("+", item)))
            .Concat(_state.Values.Where(item => before.TryGetValue(item.Key, out var then) && then.Uid == item.Uid && then.Version != item.Version).Select(item => Line("~", item)))
            .ToHashSet(StringComparer.Ordinal);
        var ended = new HashSet<string>(StringComparer.Ordinal);
        while (expected.Count > 0)
        {
            if (!left.TryDequeue(out var actual) || !expected.Remove(actual))
            {
                return $"Expected one of {string.Join(", ", expected)}; seen {actual ?? "nothing"}";
            }

            var key = actual.Split(' ')[1];
            if (actual[0] == '+' && before.ContainsKey(key) && !ended.Contains(key))
            {
                return $"A successor before the end of the one before: {actual}";
            }

            if (actual[0] == '-')
            {
                ended.Add(key);
            }
        }

        return null;
    }

    private string Apply(ScriptedChange change)
    {
        var item = change.Object;
        if (change.Type == "DELETED")
        {
            _state.Remove(item.Key, out var last);
            return Line("-", last!);
        }

        _state[item.Key] = item;
        return Line(change.Type == "ADDED" ? "+" : "~", item);
    }

    private static string Line(string how, ScriptedObject item) => $"{how} {item.Key} {item.Uid} {item.Version}";
}
