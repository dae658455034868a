using Release.Core.Live;
using Release.Core.Policies;

namespace Release.Core.Ports;

/// <summary>People who have signed in.</summary>
public interface IPeople
{
    /// <summary>Null for somebody unknown. What this replica changes shows at once, what others change within seconds. Do not change what it returns.</summary>
    Task<Person?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Those whose last sign-in is not before this and not before they signed out everywhere.</summary>
    Task<IReadOnlyList<Person>> SignedInSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Changes somebody and stores what is to be told of it, together.</summary>
    /// <param name="id">GitHub's number of the account.</param>
    /// <param name="login">Under which somebody unknown is added; null to leave somebody unknown alone.</param>
    /// <param name="change">Returns the events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when nobody was changed.</returns>
    Task<Person?> ChangeAsync(long id, string? login, Func<Person, IReadOnlyList<ReleaseEvent>> change, CancellationToken cancellationToken);
}
