using Microsoft.EntityFrameworkCore;
using Release.Core.Access;
using Release.Core.Events;
using Release.Data.Events;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>People who have signed in, cached for two seconds, because every request and every open page asks.</summary>
public sealed class PersonStore : IPeople
{
    private readonly TtlCache<long, Person> _known;
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
        _known = new(TimeSpan.FromSeconds(2), most: 10_000, clock);
    }

    public Task<Person?> FindAsync(long id, CancellationToken cancellationToken) => _known.GetAsync(id, async () =>
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.People.AsNoTracking().SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
    });

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

        var changes = change(person);
        write.Context.Events.AddRange(changes.Select(entry => EventRow.From(entry, _clock.GetUtcNow())));
        await write.CommitAsync(cancellationToken);
        _known.Forget();
        if (changes.Count > 0)
        {
            _events.Raise();
        }

        return person;
    }
}
