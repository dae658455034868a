using Microsoft.AspNetCore.Components;
using Release.Core.Policies;
using Release.Web.Components.Shared;
using Release.Web.Hosting;

namespace Release.Web.Components;

public sealed partial class Routes
{
    private Viewer? _viewer;

    [Inject]
    private CurrentActor Actor { get; set; } = null!;

    [Inject]
    private AccessPolicy Policy { get; set; } = null!;

    protected override async Task OnInitializedAsync() => _viewer = new Viewer(await Actor.GetAsync(), Policy);
}
