using Release.Core.Access;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Data;
using Release.Data.Stores;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public abstract class ApiTokenStoreTests(DatabaseProvider on)
{
    private static readonly string Hash = new('a', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_found_by_its_hash_with_its_rights()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var tokens = database.Get<ApiTokenStore>();
        await AddAsync(tokens, Make("ci", TokenScopes.Notify | TokenScopes.Deploy));

        var found = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();

        found.Scopes.ShouldBe(TokenScopes.Notify | TokenScopes.Deploy);
        found.Environments.ShouldBe([EnvironmentName.Parse("staging")]);
        (await tokens.FindByHashAsync(new string('b', 64), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_token_says_so_at_once()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var tokens = database.Get<ApiTokenStore>();
        await AddAsync(tokens, Make("ci"));
        var found = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();

        await tokens.ChangeAsync(found.Id, token => { token.Revoke(Samples.Noon); return Told; }, Token);

        (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull().RevokedAt.ShouldNotBeNull();
        (await tokens.ChangeAsync(4711, _ => Told, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Replacing_leaves_one_token_of_the_name()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var tokens = database.Get<ApiTokenStore>();
        await tokens.ReplaceAsync(Make("sandbox"), Token);
        var first = (await tokens.ListAsync(Token)).ShouldHaveSingleItem();

        await tokens.ReplaceAsync(Make("sandbox"), Token);
        (await tokens.ListAsync(Token)).ShouldHaveSingleItem().Id.ShouldBe(first.Id, "nothing changed");

        await tokens.ReplaceAsync(Make("sandbox", hash: new string('c', 64)), Token);
        (await tokens.ListAsync(Token)).ShouldHaveSingleItem().Hash.ShouldBe(new string('c', 64));
        (await tokens.FindByHashAsync(Hash, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Use_is_noted_at_most_once_a_minute()
    {
        var clock = new FakeTimeProvider();
        await using var database = await TestDatabase.StartAsync(on, clock);
        var tokens = database.Get<ApiTokenStore>();
        await AddAsync(tokens, Make("ci"));
        var token = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();
        var first = clock.GetUtcNow();

        await tokens.TouchAsync(token, first, Token);
        await tokens.TouchAsync(token, first.AddSeconds(59), Token);
        (await tokens.ListAsync(Token)).Single().LastUsedAt.ShouldBe(first);

        await tokens.TouchAsync(token, first.AddSeconds(60), Token);
        (await tokens.ListAsync(Token)).Single().LastUsedAt.ShouldBe(first.AddSeconds(60));
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_token_ended()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var tokens = database.Get<ApiTokenStore>();
        await AddAsync(tokens, Make("ci"));

        (await tokens.AddAsync(Make("ci", hash: new string('b', 64)), Told, Token)).ShouldBeFalse();
        await tokens.ChangeAsync((await tokens.ListAsync(Token)).Single().Id, token => { token.Revoke(Samples.Noon); return Told; }, Token);

        (await tokens.AddAsync(Make("ci", hash: new string('b', 64)), Told, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rotated_token_is_found_by_both_secrets_and_the_event_is_stored_with_it()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var tokens = database.Get<ApiTokenStore>();
        await AddAsync(tokens, Make("ci"));
        var id = (await tokens.ListAsync(Token)).Single().Id;

        await tokens.ChangeAsync(id, token => { token.Rotate(new string('b', 64), "rel_abcdef", Samples.Noon, TimeSpan.FromHours(1)); return Told; }, Token);

        var now = (await tokens.FindByHashAsync(new string('b', 64), Token)).ShouldNotBeNull();
        var before = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();
        now.Id.ShouldBe(before.Id);
        before.Problem(Hash, Samples.Noon.AddMinutes(59)).ShouldBeNull();
        before.Problem(Hash, Samples.Noon.AddMinutes(60))!.ShouldContain("rotated");
        before.Problem(new string('b', 64), Samples.Noon.AddYears(1)).ShouldBeNull();
        (await database.Get<Release.Data.Queries.EventQueries>().LatestAsync(null, 10, null, Token)).Count.ShouldBe(2, "made, and rotated");
    }

    private static ReleaseEvent Told => new(EventType.TokenChanged, "admin", "changed");

    private static async Task AddAsync(ApiTokenStore tokens, ApiToken token) => (await tokens.AddAsync(token, Told, Token)).ShouldBeTrue();

    private static ApiToken Make(string name, TokenScopes scopes = TokenScopes.All, string? hash = null) =>
        new(name, hash ?? Hash, scopes, [EnvironmentName.Parse("staging")], "admin", Samples.Noon);

    public sealed class OnSqlite() : ApiTokenStoreTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ApiTokenStoreTests(DatabaseProvider.PostgreSql);
}
