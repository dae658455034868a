using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Release.Core.Live;
using Release.Core.Policies;
using Release.Core.Ports;
using Release.Data.Events;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>People who have signed in. Each is remembered for two seconds, because every request and every open page asks.</summary>
public sealed class PersonStore : IPeople
{
    private const int Most = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, (Person? Person, DateTimeOffset Until)> _known = new();
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;
    private readonly EventSignal _events;
    private readonly TimeProvider _clock;

    internal PersonStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer, EventSignal events, TimeProvider clock)
    {
        _contexts = contexts;
        _writer = writer;
        _events = events;
        _clock = clock;
    }

    public async Task<Person?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_known.TryGetValue(id, out var known) && known.Until > now)
        {
            return known.Person;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var person = await context.People.AsNoTracking().SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[id] = (person, now + Remembered);
        return person;
    }

    public async Task<IReadOnlyList<Person>> SignedInSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.People.AsNoTracking()
            .Where(person => person.LastSignIn >= since && person.LastSignIn >= person.SessionsSince)
            .ToListAsync(cancellationToken);
    }

    public async Task<Person?> ChangeAsync(
        long id, string? login, Func<Person, IReadOnlyList<ReleaseEvent>> change, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var person = await write.Context.People.SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (person is null)
        {
            if (login is null)
            {
                return null;
            }

            person = new Person(id, login);
            write.Context.People.Add(person);
        }

        var told = change(person);
        write.Context.Events.AddRange(told.Select(entry => EventRow.From(entry, _clock.GetUtcNow())));
        await write.CommitAsync(cancellationToken);
        _known[id] = (person, _clock.GetUtcNow() + Remembered);
        if (told.Count > 0)
        {
            _events.Raise();
        }

        return person;
    }
}
