using System.Diagnostics.CodeAnalysis;

namespace Release.Core.Environments;

/// <summary>The environments in the direction versions flow. The one place that knows their order.</summary>
public sealed class EnvironmentOrder
{
    private readonly DeploymentEnvironment[] _all;
    private readonly DeploymentEnvironment[] _chain;

    /// <exception cref="ArgumentException">No environment, or the same name twice.</exception>
    public EnvironmentOrder(IEnumerable<DeploymentEnvironment> environments)
    {
        _all = [.. environments];
        _chain = [.. _all.Where(environment => environment.PromotesOnward)];
        if (_all.Length == 0)
        {
            throw new ArgumentException("At least one environment must be configured.", nameof(environments));
        }

        var twice = _all.GroupBy(environment => environment.Name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"The environment '{twice.Key}' is configured twice.", nameof(environments));
        }
    }

    public IReadOnlyList<DeploymentEnvironment> All => _all;

    /// <summary>Those that versions are promoted through, first to last.</summary>
    public IReadOnlyList<DeploymentEnvironment> Chain => _chain;

    public DeploymentEnvironment First => _all[0];

    public DeploymentEnvironment? Find(EnvironmentName name) => Array.Find(_all, environment => environment.Name == name);

    public bool TryFind(string? text, [NotNullWhen(true)] out DeploymentEnvironment? environment)
    {
        environment = EnvironmentName.TryParse(text, out var name) ? Find(name) : null;
        return environment is not null;
    }

    /// <summary>The environment that follows in the chain; null for the last one and for those beside the chain.</summary>
    public DeploymentEnvironment? Next(EnvironmentName name)
    {
        var index = Array.FindIndex(_chain, environment => environment.Name == name);
        return index < 0 || index + 1 >= _chain.Length ? null : _chain[index + 1];
    }

    /// <summary>The environment that comes before in the chain; null for the first one and for those beside the chain.</summary>
    public DeploymentEnvironment? Previous(EnvironmentName name)
    {
        var index = Array.FindIndex(_chain, environment => environment.Name == name);
        return index > 0 ? _chain[index - 1] : null;
    }

    /// <summary>What syncs an environment; Argo CD, the usual one, where it is no longer configured.</summary>
    public EnvironmentEngine EngineOf(EnvironmentName name) => Find(name)?.Engine ?? EnvironmentEngine.ArgoCd;

    public int IndexOf(EnvironmentName name) => Array.FindIndex(_all, environment => environment.Name == name);

    public string Names => string.Join(", ", _all.Select(environment => environment.Name.Value));
}
