using Microsoft.AspNetCore.Components.Authorization;
using Release.Core.Access;

namespace Release.Web.Hosting;

/// <summary>Who looks at a page: the same while a page is prerendered and in its circuit.</summary>
public sealed class CurrentActor(AuthenticationStateProvider states)
{
    /// <summary>Null when nobody is signed in, or not any more.</summary>
    public async Task<Actor?> FindAsync() => (await states.GetAuthenticationStateAsync()).User.ToActor();

    /// <exception cref="InvalidOperationException">Nobody is signed in; pages are never reached like that.</exception>
    public async Task<Actor> GetAsync() =>
        await FindAsync() ?? throw new InvalidOperationException("A page was reached without sign-in.");
}
