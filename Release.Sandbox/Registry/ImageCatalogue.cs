using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Registry;

/// <summary>
/// The registry's images. Every application has every tag <c>v&lt;number&gt;</c>, as if CI had built each release,
/// except with <see cref="Misbehaviour.ImageNotBuilt"/>; other tags exist once a workflow has built them, which is saved in a file.
/// Safe to use from any thread.
/// </summary>
internal sealed class ImageCatalogue : IDisposable
{
    private readonly string _path;
    private readonly FaultBook _faults;
    private readonly ConfigRepository _configuration;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedSet<string>> _built;
    private readonly HashSet<string> _applications = new(StringComparer.Ordinal);
    private IReadOnlyList<MisbehaviourRule> _rules;

    public ImageCatalogue(string path, FaultBook faults, ConfigRepository configuration, ILogger logger)
    {
        _path = path;
        _faults = faults;
        _configuration = configuration;
        _rules = faults.List();
        _built = (StateFile.Load<Dictionary<string, string[]>>(path, logger) ?? [])
            .ToDictionary(entry => entry.Key, entry => new SortedSet<string>(entry.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        faults.Changed += Forget;
    }

    /// <summary>Whether the registry has any image of that repository.</summary>
    public async Task<bool> KnowsAsync(string application, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_applications.Contains(application) || _built.ContainsKey(application))
            {
                return true;
            }
        }

        // Read only for unknown names, because an application may have been added to the configuration since.
        var snapshot = await _configuration.ReadAsync(cancellationToken);
        lock (_gate)
        {
            _applications.UnionWith(snapshot.Files.Values.SelectMany(files => files.Keys));
            return _applications.Contains(application);
        }
    }

    public async Task<bool> HasAsync(string application, string tag, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_built.GetValueOrDefault(application)?.Contains(tag) == true)
            {
                return true;
            }
        }

        return IsReleaseTag(tag) && !IsCoveredByRule(application, tag) && await KnowsAsync(application, cancellationToken);
    }

    /// <summary>Whether <see cref="Misbehaviour.ImageNotBuilt"/> applies and no workflow has built the image since.</summary>
    public bool IsUnbuilt(string application, string tag)
    {
        lock (_gate)
        {
            return _built.GetValueOrDefault(application)?.Contains(tag) != true && IsCoveredByRule(application, tag);
        }
    }

    /// <summary>Adds a built image; it exists until a later <see cref="Misbehaviour.ImageNotBuilt"/> covers it.</summary>
    /// <returns>False when it existed already.</returns>
    public bool Add(string application, string tag)
    {
        lock (_gate)
        {
            if (!_built.TryGetValue(application, out var tags))
            {
                _built[application] = tags = new SortedSet<string>(StringComparer.Ordinal);
            }

            if (!tags.Add(tag))
            {
                return false;
            }

            Save();
            return true;
        }
    }

    /// <summary>The tags to list: built ones, and those in the configuration. (All existing tags would be every number.)</summary>
    public async Task<IReadOnlyList<string>> TagsAsync(string application, CancellationToken cancellationToken)
    {
        var snapshot = await _configuration.ReadAsync(cancellationToken);
        var wanted = snapshot.Files.Values
            .Select(files => files.GetValueOrDefault(application)?.Tag)
            .OfType<string>()
            .Where(tag => IsReleaseTag(tag) && !IsCoveredByRule(application, tag));
        lock (_gate)
        {
            IEnumerable<string> built = _built.GetValueOrDefault(application) ?? [];
            return [.. wanted.Concat(built).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
    }

    public void Dispose() => _faults.Changed -= Forget;

    private static bool IsReleaseTag(string tag) => ReleaseTag.NumberOf(tag) is not null;

    /// <summary>The registry has no environments, so the rule's environment is ignored.</summary>
    private bool IsCoveredByRule(string application, string tag) => _faults.List().Any(rule => Covers(rule, application, tag));

    private static bool Covers(MisbehaviourRule rule, string application, string tag) =>
        rule.Misbehaviour is Misbehaviour.ImageNotBuilt && rule.Covers(application, tag, rule.Environment);

    /// <summary>A new <see cref="Misbehaviour.ImageNotBuilt"/> rule also removes images that workflows have built before.</summary>
    private void Forget()
    {
        lock (_gate)
        {
            var rules = _faults.List();
            var added = rules.Except(_rules).ToList();
            _rules = rules;
            var removed = _built.Sum(entry => entry.Value.RemoveWhere(tag => added.Exists(rule => Covers(rule, entry.Key, tag))));
            if (removed > 0)
            {
                Save();
            }
        }
    }

    private void Save() => StateFile.Save(_path, _built);
}
