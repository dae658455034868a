using Release.Core.Access;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Data.Queries;
using Release.Tests.Integration.Data;
using Release.Tests.Support;

namespace Release.Tests.Integration.Access;

/// <summary>Roles from memberships on a real database and with a manual clock.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly GitHubAccount Ann = new(7, "ann", "Ann Example");
    private static readonly EnvironmentName Production = EnvironmentName.Parse("production");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeMemberships _github = new();
    private TestDatabase _database = null!;
    private MembershipCheck _check = null!;
    private PersonSessions _sessions = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.StartAsync(_clock);
        var mapping = new RoleMapping(
        [
            new RoleGrant("example", "developers", Role.Developer, []),
            new RoleGrant("example", "production-deploy", Role.Deployer, [Production]),
        ]);
        var people = _database.Get<IPeople>();
        _check = new MembershipCheck(people, _github, mapping, SessionSettings.Default, _clock);
        _sessions = new PersonSessions(people, _check, mapping, _database.Get<IEventLog>(), SessionSettings.Default, _clock);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_member_signs_in_with_what_the_teams_give()
    {
        _github.Join("ann", "example/developers").Join("ann", "example/production-deploy");

        var actor = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();

        (actor.Name, actor.Role).ShouldBe(("ann", Role.Deployer));
        actor.Environments.ShouldBe([Production]);
        (await EventsAsync()).ShouldBe([(EventType.SessionBegan, "ann signed in as deployer of production")]);
    }

    [Fact]
    public async Task Whom_no_membership_gives_a_role_is_refused_and_leaves_only_the_event()
    {
        (await _sessions.SignInAsync(Ann, Token)).ShouldBeNull();

        (await _database.Get<IPeople>().FindAsync(7, Token)).ShouldBeNull();
        (await EventsAsync()).Single().Type.ShouldBe(EventType.SessionRefused);
    }

    [Fact]
    public async Task Without_GitHub_nobody_signs_in()
    {
        _github.Away = "It is away.";

        await Should.ThrowAsync<OutsideException>(() => _sessions.SignInAsync(Ann, Token));
    }

    [Fact]
    public async Task Who_leaves_the_team_is_found_out_on_schedule_and_loses_the_session()
    {
        _github.Join("ann", "example/developers");
        var actor = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();
        _github.Leave("ann", "example/developers");

        (await _check.DueAsync(Token)).ShouldBeEmpty("it was asked for at sign-in");
        _clock.Advance(TimeSpan.FromMinutes(15));
        (await _check.RecheckAsync((await _check.DueAsync(Token)).ShouldHaveSingleItem(), Token)).ShouldBeTrue();

        (await _sessions.CurrentAsync(actor.Session!, Token)).ShouldBeNull();
        (await EventsAsync()).Last().ShouldBe((EventType.RoleChanged, "ann was developer and is no role now, by membership on GitHub"));
    }

    [Fact]
    public async Task Only_those_who_may_have_a_session_are_asked_for()
    {
        _github.Join("ann", "example/developers");
        var actor = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromHours(1));
        (await _check.DueAsync(Token)).Count.ShouldBe(1);

        await _sessions.SignOutAsync(actor, everywhere: true, Token);
        (await _check.DueAsync(Token)).ShouldBeEmpty("signed out everywhere");

        (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
        (await _check.DueAsync(Token)).ShouldBeEmpty("the session is over by age");
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_sessions_before_and_none_after()
    {
        _github.Join("ann", "example/developers");
        var first = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));

        await _sessions.SignOutAsync(first, everywhere: true, Token);
        var third = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();

        (await _sessions.CurrentAsync(first.Session!, Token)).ShouldBeNull();
        (await _sessions.CurrentAsync(second.Session!, Token)).ShouldBeNull();
        (await _sessions.CurrentAsync(third.Session!, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_session_ends_by_its_age()
    {
        _github.Join("ann", "example/developers");
        var actor = (await _sessions.SignInAsync(Ann, Token)).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        (await _sessions.CurrentAsync(actor.Session!, Token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await _sessions.CurrentAsync(actor.Session!, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_team_that_gives_several_roles_is_asked_for_once()
    {
        var mapping = new RoleMapping(
        [
            new RoleGrant("example", "deployers", Role.Deployer, [Production]),
            new RoleGrant("Example", "deployers", Role.Deployer, [EnvironmentName.Parse("staging")]),
            new RoleGrant("example", null, Role.Developer, []),
        ]);
        var check = new MembershipCheck(_database.Get<IPeople>(), _github.Join("ann", "example/deployers"), mapping, SessionSettings.Default, _clock);

        (await check.AskAsync("ann", Token)).Environments.ShouldBe([Production, EnvironmentName.Parse("staging")]);

        _github.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Confirming_asks_GitHub_unless_it_was_asked_a_moment_ago()
    {
        _github.Join("ann", "example/developers");
        await _sessions.SignInAsync(Ann, Token);
        var asked = _github.Asked;

        (await _check.ConfirmAsync(7, Token)).ShouldBeNull();
        _github.Asked.ShouldBe(asked, "within half a minute");
        _clock.Advance(TimeSpan.FromSeconds(30));
        _github.Join("ann", "example/production-deploy");

        (await _check.ConfirmAsync(7, Token)).ShouldBeNull();

        _github.Asked.ShouldBe(asked * 2);
        (await _database.Get<IPeople>().FindAsync(7, Token))!.Role.ShouldBe(Role.Deployer);
    }

    [Fact]
    public async Task An_answer_that_took_long_does_not_take_the_place_of_a_younger_one()
    {
        _github.Join("ann", "example/developers");
        await _sessions.SignInAsync(Ann, Token);
        _clock.Advance(TimeSpan.FromMinutes(15));
        var person = (await _check.DueAsync(Token)).ShouldHaveSingleItem();
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _github.Answering = slow.Task;
        var older = _check.RecheckAsync(person, Token);
        _github.Answering = Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _github.Leave("ann", "example/developers");

        (await _check.RecheckAsync(person, Token)).ShouldBeTrue();
        slow.SetResult();

        (await older).ShouldBeFalse();
        (await _database.Get<IPeople>().FindAsync(7, Token))!.Role.ShouldBeNull();
    }

    [Fact]
    public async Task When_GitHub_is_away_the_last_answer_counts_for_the_grace()
    {
        _github.Join("ann", "example/developers");
        await _sessions.SignInAsync(Ann, Token);
        _github.Away = "GitHub did not answer.";

        _clock.Advance(TimeSpan.FromHours(12));
        var within = (await _check.ConfirmAsync(7, Token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var beyond = (await _check.ConfirmAsync(7, Token)).ShouldNotBeNull();

        within.StillCounts.ShouldBeTrue();
        within.Reservation.ShouldContain("22 Nov 12:00 UTC");
        within.Reservation.ShouldContain("GitHub did not answer.");
        beyond.StillCounts.ShouldBeFalse();
        beyond.Refusal.ShouldContain("too old");
    }

    private async Task<IReadOnlyList<(EventType Type, string Summary)>> EventsAsync() =>
        [.. (await _database.Get<EventQueries>().AfterAsync(0, 100, Token)).Select(entry => (entry.Type, entry.Summary))];
}
