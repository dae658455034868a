using System.Collections.Concurrent;
using Release.Core.Access;
using Release.Core.Failures;

namespace Release.Tests.Support;

/// <summary>Who is in which team, in memory; GitHub can be taken away.</summary>
internal sealed class FakeMemberships : ITeamMemberships
{
    private readonly ConcurrentDictionary<string, byte> _members = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>Thrown at every question, when set.</summary>
    public string? Away { get; set; }

    public int Asked => _asked;

    /// <summary>Awaited before a question is answered, with the answer already known.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    public FakeMemberships Join(string login, string members)
    {
        _members[$"{members} {login}"] = 0;
        return this;
    }

    public void Leave(string login, string members) => _members.TryRemove($"{members} {login}", out _);

    public async Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        var answer = Away is { } why
            ? throw new OutsideException(why, FailureKind.Network)
            : _members.ContainsKey($"{(team is null ? organisation : $"{organisation}/{team}")} {login}");
        await Answering.WaitAsync(cancellationToken);
        return answer;
    }
}
