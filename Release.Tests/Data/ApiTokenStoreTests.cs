using Release.Core.Environments;
using Release.Core.Policies;
using Release.Data.Stores;
using Release.Tests.Support;

namespace Release.Tests.Data;

public sealed class ApiTokenStoreTests
{
    private static readonly string Hash = new('a', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_found_by_its_hash_with_its_rights()
    {
        await using var database = await TestDatabase.StartAsync();
        var tokens = database.Get<ApiTokenStore>();
        await tokens.AddAsync(Make("ci", TokenScopes.Notify | TokenScopes.Deploy), Token);

        var found = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();

        found.Scopes.ShouldBe(TokenScopes.Notify | TokenScopes.Deploy);
        found.Environments.ShouldBe([EnvironmentName.Parse("staging")]);
        (await tokens.FindByHashAsync(new string('b', 64), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_token_says_so_at_once()
    {
        await using var database = await TestDatabase.StartAsync();
        var tokens = database.Get<ApiTokenStore>();
        await tokens.AddAsync(Make("ci"), Token);
        var found = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();

        (await tokens.RevokeAsync(found.Id, Token)).ShouldBeTrue();

        (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull().RevokedAt.ShouldNotBeNull();
        (await tokens.RevokeAsync(4711, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Replacing_leaves_one_token_of_the_name()
    {
        await using var database = await TestDatabase.StartAsync();
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
        var clock = new ManualTimeProvider();
        await using var database = await TestDatabase.StartAsync(clock);
        var tokens = database.Get<ApiTokenStore>();
        await tokens.AddAsync(Make("ci"), Token);
        var token = (await tokens.FindByHashAsync(Hash, Token)).ShouldNotBeNull();
        var first = clock.GetUtcNow();

        await tokens.TouchAsync(token, first, Token);
        await tokens.TouchAsync(token, first.AddSeconds(59), Token);
        (await tokens.ListAsync(Token)).Single().LastUsedAt.ShouldBe(first);

        await tokens.TouchAsync(token, first.AddSeconds(60), Token);
        (await tokens.ListAsync(Token)).Single().LastUsedAt.ShouldBe(first.AddSeconds(60));
    }

    private static ApiToken Make(string name, TokenScopes scopes = TokenScopes.All, string? hash = null) =>
        new(name, hash ?? Hash, scopes, [EnvironmentName.Parse("staging")], "admin", Samples.Noon);
}
