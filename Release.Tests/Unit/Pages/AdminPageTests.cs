using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Release.Core.Access;
using Release.Core.Events;
using Release.Tests.Support;
using Release.Tests.Support.Pages;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

/// <summary>What pages for admins do when the database is in trouble.</summary>
public sealed class AdminPageTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly ServiceProvider _services;
    private readonly HtmlRenderer _renderer;

    public AdminPageTests()
    {
        var policy = new AccessPolicy(Samples.Order, RoleMapping.None);
        var events = Substitute.For<IEventLog>();
        var people = Substitute.For<IPeople>();
        var memberships = new MembershipCheck(people, new FakeMemberships(), RoleMapping.None, SessionSettings.Default, _clock);
        var sessions = new PersonSessions(people, memberships, RoleMapping.None, events, SessionSettings.Default, _clock);
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock)
            .AddSingleton(new AccessGuard(policy, sessions, memberships, events))
            .AddCascadingValue(_ => new Viewer(Actor.Person("ann", Role.Admin), policy))
            .BuildServiceProvider();
        _renderer = new HtmlRenderer(_services, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public Task What_was_done_stands_although_it_cannot_be_read_afterwards() => OnPageAsync(async (page, _) =>
    {
        page.Trouble = new SqliteException("no such host db-7.internal, user release", 1);

        await page.ActAsync("made a token");

        page.Done.ShouldBe(["Admin: made a token"]);
        (page.Refusing, page.IsBusy).ShouldBe((null, false));
        page.Said.ShouldBe("Couldn't read the tokens; this page tries again by itself.");
    });

    [Fact]
    public Task What_the_database_says_stands_on_no_page() => OnPageAsync(async (page, html) =>
    {
        page.Trouble = new SqliteException("no such host db-7.internal, user release", 1);
        await page.ActAsync("worked it again", new DbUpdateException("no such host db-7.internal, user release"));

        page.Refusing.ShouldNotBeNull().ShouldContain("may not have been done");
        page.IsBusy.ShouldBeFalse();
        html().ShouldNotContain("db-7");
    });

    [Fact]
    public Task It_says_so_no_more_once_it_can_be_read() => OnPageAsync(async (page, _) =>
    {
        page.Trouble = new InvalidOperationException("a passing error");
        await page.ActAsync("first");
        page.Trouble = null;

        await page.ActAsync("second");

        page.Said.ShouldBeNull();
    });

    [Fact]
    public Task What_is_wrong_in_the_code_is_not_called_the_databases_trouble() => OnPageAsync((page, _) =>
        Should.ThrowAsync<FormatException>(() => page.ActAsync("something wrong", new FormatException("wrong"))));

    private Task OnPageAsync(Func<TroubledPage, Func<string>, Task> test) => _renderer.Dispatcher.InvokeAsync(async () =>
    {
        TroubledPage? page = null;
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(TroubledPage.OnMade)] = new Action<TroubledPage>(made => page = made) });
        var root = await _renderer.RenderComponentAsync<TroubledPage>(parameters);
        await test(page.ShouldNotBeNull(), root.ToHtmlString);
    });
}
