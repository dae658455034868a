using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Release.Core.Applications;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Tests.Integration.Data;
using Release.Tests.Support;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Jobs;

public sealed class SourceChangeFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_that_another_replica_heard_of_is_forgotten_here_too()
    {
        await using var database = await TestDatabase.StartAsync();
        var row = Support.Pages.Samples.Row();
        await AppendEventAsync(database, EventType.SourceChanged, ApplicationName.Parse("before-the-start"));
        var heard = new SemaphoreSlim(0);
        var cache = Substitute.For<ISourceHostCache>();
        cache.When(remembered => remembered.Forget(Arg.Any<SourceRepository>())).Do(_ => heard.Release());
        var follower = database.Get<EventFollower>();
        var sources = new SourceSettings("example", "https://github.example");
        using var news = new SourceChangeFeed(
            follower, database.Get<EventQueries>(), new FixedBoard(row), sources, cache, TimeProvider.System, NullLogger<SourceChangeFeed>.Instance);
        await follower.StartAsync(Token);
        await news.StartAsync(Token);

        // What it is told before it began to follow is not news; so it is told until it heard.
        do
        {
            await AppendEventAsync(database, EventType.FlagsChanged, ApplicationName.Parse("another"));
            await AppendEventAsync(database, EventType.SourceChanged, row.Name);
        }
        while (!await heard.WaitAsync(TimeSpan.FromMilliseconds(200), Token));

        var repository = sources.RepositoryOf(row.Repository).ShouldNotBeNull();
        cache.Received().Forget(repository);
        cache.DidNotReceive().Forget(Arg.Is<SourceRepository>(name => name != repository));
        await news.StopAsync(Token);
        await follower.StopAsync(Token);
    }

    private static Task AppendEventAsync(TestDatabase database, EventType type, ApplicationName application) =>
        database.Get<IEventLog>().AppendAsync(new ReleaseEvent(type, "ann", "main was pushed", application), Token);
}
