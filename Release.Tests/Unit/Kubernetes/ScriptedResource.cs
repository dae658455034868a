using System.Globalization;

namespace Release.Tests.Unit.Kubernetes;

/// <summary>All objects of one kind in a scripted cluster, with their history and what was handed out of it.</summary>
internal sealed class ScriptedResource(Random random)
{
    private readonly SortedDictionary<string, ScriptedObject> _alive = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, ScriptedObject[] Items)> _snapshots = new(StringComparer.Ordinal);

    public List<ScriptedChange> History { get; } = [];

    /// <summary>Stretches of history that a list stood for: what happened in them is seen as one difference.</summary>
    public List<(long From, long To)> Gaps { get; } = [];

    /// <summary>The last version that the client has for certain.</summary>
    public long Delivered { get; set; }

    /// <summary>How much the client has not been given yet.</summary>
    public int Backlog => History.Count - After(Delivered);

    public IReadOnlyCollection<ScriptedObject> Alive => _alive.Values;

    /// <summary>Where in the history the changes after a version begin.</summary>
    public int After(long version) => History.FindLastIndex(change => change.Object.Version <= version) + 1;

    public void Change(Func<long> nextVersion)
    {
        var dice = random.Next(10);
        if (_alive.Count < 3 || (dice < 3 && _alive.Count < 30))
        {
            Create(random.Next(2) == 0 ? "apps" : "other", $"o{random.Next(60)}", nextVersion);
            return;
        }

        var chosen = _alive.Values.ElementAt(random.Next(_alive.Count));
        if (dice < 7)
        {
            Touch(chosen, nextVersion);
            return;
        }

        _alive.Remove(chosen.Key);
        History.Add(new ScriptedChange("DELETED", chosen with { Version = nextVersion() }));
        if (dice == 9)
        {
            Create(chosen.Namespace, chosen.Name, nextVersion);
        }
    }

    /// <summary>Changes an object that is always there; answers its version.</summary>
    public long Mark(Func<long> nextVersion)
    {
        if (!_alive.TryGetValue("apps/mark", out var mark))
        {
            Create("apps", "mark", nextVersion);
            return _alive["apps/mark"].Version;
        }

        return Touch(mark, nextVersion);
    }

    /// <summary>One page, and the token of the next; null on the last.</summary>
    public (string Json, string? Next, long Version) Page(string? token, int? limit, long version)
    {
        if (token is null)
        {
            token = $"{_snapshots.Count}:0";
            _snapshots[token.Split(':')[0]] = (version, [.. _alive.Values]);
        }

        var (id, offset) = (token.Split(':')[0], int.Parse(token.Split(':')[1], CultureInfo.InvariantCulture));
        var (at, items) = _snapshots[id];
        var end = Math.Min(items.Length, offset + (limit ?? items.Length));
        var next = end < items.Length ? $"{id}:{end}" : null;
        var json = $$$"""{"metadata":{"resourceVersion":"{{{at}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', items[offset..end].Select(item => item.Json))}}}]}""";
        return (json, next, at);
    }

    private long Touch(ScriptedObject item, Func<long> nextVersion)
    {
        var touched = item with { Version = nextVersion() };
        _alive[item.Key] = touched;
        History.Add(new ScriptedChange("MODIFIED", touched));
        return touched.Version;
    }

    private void Create(string @namespace, string name, Func<long> nextVersion)
    {
        var version = nextVersion();
        var created = new ScriptedObject(@namespace, name, $"uid-{version}", version);
        if (_alive.TryAdd(created.Key, created))
        {
            History.Add(new ScriptedChange("ADDED", created));
        }
    }
}
