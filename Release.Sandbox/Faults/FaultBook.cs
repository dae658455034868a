using Release.Sandbox.Hosting;

namespace Release.Sandbox.Faults;

/// <summary>Which versions misbehave, kept in <c>faults.json</c>. Safe to use from any thread.</summary>
public sealed class FaultBook
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private IReadOnlyList<MisbehaviourRule> _rules;

    internal FaultBook(string path, ILogger logger)
    {
        _path = path;
        _rules = [.. (StateFile.Load<List<MisbehaviourRule>>(path, logger) ?? []).Where(rule => rule is { Application.Length: > 0 })];
    }

    /// <summary>Raised after a change, on the thread that made it.</summary>
    internal event Action? Changed;

    /// <summary>The rules in force, oldest first.</summary>
    public IReadOnlyList<MisbehaviourRule> List() => Volatile.Read(ref _rules);

    /// <summary>Adds a rule; a rule that exists already is kept once.</summary>
    public Task SetAsync(MisbehaviourRule rule, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Replace(rules => [.. rules.Where(known => known != rule), rule]);
        return Task.CompletedTask;
    }

    /// <summary>Removes one rule; its effects end.</summary>
    public Task ClearAsync(MisbehaviourRule rule, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Replace(rules => [.. rules.Where(known => known != rule)]);
        return Task.CompletedTask;
    }

    /// <summary>Removes every rule of an application, or all rules when null.</summary>
    public Task ClearAsync(string? application = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Replace(rules => [.. rules.Where(known => application is not null && known.Application != application)]);
        return Task.CompletedTask;
    }

    internal bool Has(Misbehaviour misbehaviour, string application, string? version, string environment) =>
        List().Any(rule => rule.Misbehaviour == misbehaviour && rule.Covers(application, version, environment));

    private void Replace(Func<IReadOnlyList<MisbehaviourRule>, IReadOnlyList<MisbehaviourRule>> change)
    {
        lock (_gate)
        {
            var rules = change(_rules);
            StateFile.Save(_path, rules);
            Volatile.Write(ref _rules, rules);
        }

        Changed?.Invoke();
    }
}
