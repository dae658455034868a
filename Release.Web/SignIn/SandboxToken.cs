using Release.Core.Access;
using Release.Data.Stores;
using Release.Web.Options;

namespace Release.Web.SignIn;

/// <summary>The sandbox's machine token: fixed by an option, or new at each start, since only its hash is kept.</summary>
internal sealed class SandboxToken(ReleaseOptions options, ApiTokenStore tokens, TimeProvider clock) : IHostedService
{
    private const string Name = "sandbox";

    /// <summary>The token itself, for the announcement alone: never logged, never stored.</summary>
    public string Value { get; } = options.Sandbox.ApiToken is { Length: > 0 } given ? given : TokenSecret.New();

    public Task StartAsync(CancellationToken cancellationToken) => tokens.ReplaceAsync(
        new ApiToken(
            Name, TokenSecret.HashOf(Value), TokenScopes.All, [], "Release", clock.GetUtcNow(), TokenSecret.PrefixOf(Value)), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
