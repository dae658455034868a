using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Release.Core.Access;
using Release.Web.Components.Shared;
using Release.Web.SignIn;
using Release.Web.Urls;

namespace Release.Web.Components;

/// <summary>Routes to the pages and gives them their viewer. When the session ends, the sign-in page opens.</summary>
public sealed partial class Routes
{
    private Viewer? _viewer;

    /// <summary>Replaced by <see cref="CircuitSession"/> when a role changes or a session ends.</summary>
    [CascadingParameter]
    private Task<AuthenticationState>? State { get; set; }

    [Inject]
    private AccessPolicy Policy { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        var actor = State is null ? null : (await State).User.ToActor();
        if (actor != _viewer?.Actor)
        {
            _viewer = actor is null ? null : new Viewer(actor, Policy);
        }

        if (actor is null && RendererInfo.IsInteractive)
        {
            Navigation.NavigateTo(ReleaseUrls.SignInOf("/" + Navigation.ToBaseRelativePath(Navigation.Uri)), forceLoad: true);
        }
    }
}
